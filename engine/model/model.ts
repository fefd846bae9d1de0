/**
 * The executable graph that a BPMN file becomes: what elements, behaviours and the state read, and nobody changes.
 * What could go wrong: an activity with multi-instance is two nodes with one id, the body (which flows and boundary
 * events know) and `inner` (which does the work); `ProcessModel.node` tells them apart by type. The elements of an ad-hoc
 * sub-process stand in a node that no diagram shows, whose instances are one activation each.
 */
import type { Expression } from '../expressions/expression.ts';

export type ElementType =
  | 'PROCESS'
  | 'SUB_PROCESS'
  | 'EVENT_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS_INNER_INSTANCE'
  | 'START_EVENT'
  | 'INTERMEDIATE_CATCH_EVENT'
  | 'INTERMEDIATE_THROW_EVENT'
  | 'BOUNDARY_EVENT'
  | 'END_EVENT'
  | 'SERVICE_TASK'
  | 'RECEIVE_TASK'
  | 'USER_TASK'
  | 'MANUAL_TASK'
  | 'TASK'
  | 'EXCLUSIVE_GATEWAY'
  | 'PARALLEL_GATEWAY'
  | 'EVENT_BASED_GATEWAY'
  | 'INCLUSIVE_GATEWAY'
  | 'MULTI_INSTANCE_BODY'
  | 'CALL_ACTIVITY'
  | 'BUSINESS_RULE_TASK'
  | 'SCRIPT_TASK'
  | 'SEND_TASK';

export type EventType =
  | 'UNSPECIFIED'
  | 'NONE'
  | 'MESSAGE'
  | 'TIMER'
  | 'ERROR'
  | 'ESCALATION'
  | 'SIGNAL'
  | 'LINK'
  | 'COMPENSATION'
  | 'TERMINATE';
export type Binding = { kind: 'latest' | 'deployment' | 'versionTag'; versionTag: string };

export interface Mapping {
  readonly source: Expression;
  /** `a.b` as ['a', 'b']. */
  readonly target: readonly string[];
}
export interface ListenerModel {
  readonly type: Expression;
  readonly retries: Expression;
}
/** What happens to a user task, as its listeners and its record stream name it. */
export type TaskEvent = 'CREATING' | 'ASSIGNING' | 'UPDATING' | 'COMPLETING' | 'CANCELING';
export interface JobModel {
  readonly type: Expression;
  readonly retries: Expression;
}
export interface UserTaskModel {
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
  readonly formId?: Expression;
  readonly externalReference?: Expression;
  readonly formBinding: Binding;
  readonly listeners: Readonly<Record<TaskEvent, readonly ListenerModel[]>>;
}
export interface TimerModel {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
}
export interface MessageModel {
  readonly name: Expression;
  readonly correlationKey?: Expression;
}
export interface LoopModel {
  readonly sequential: boolean;
  readonly inputCollection: Expression;
  readonly inputElement: string;
  readonly outputCollection: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
}
export interface AdHocModel {
  /** What begins on entry; absent when a worker or a call says so. */
  readonly activeElements?: Expression;
  readonly completionCondition?: Expression;
  readonly cancelRemaining: boolean;
  readonly outputCollection: string;
  readonly outputElement?: Expression;
  /** The scope of one activation. */
  readonly inner: ElementNode;
  /** What can be activated, and the variable `adHocSubProcessElements` says of it, by element id. */
  readonly elements: ReadonlyMap<string, object>;
}
export interface FlowNode {
  readonly id: string;
  readonly source: ElementNode;
  readonly target: ElementNode;
  readonly condition?: Expression;
}

export interface ElementNode {
  readonly id: string;
  readonly name: string;
  readonly type: ElementType;
  readonly eventType: EventType;
  /** The scope that the element stands in; undefined for the process. */
  readonly parent?: ElementNode;
  readonly incoming: readonly FlowNode[];
  readonly outgoing: readonly FlowNode[];
  readonly defaultFlow?: FlowNode;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly startListeners: readonly ListenerModel[];
  readonly endListeners: readonly ListenerModel[];
  readonly headers: Readonly<Record<string, string>>;
  readonly job?: JobModel;
  readonly userTask?: UserTaskModel;
  readonly calledDecision?: { decisionId: Expression; resultVariable: string; binding: Binding };
  readonly script?: { expression: Expression; resultVariable: string };
  readonly calledElement?: { processId: Expression; allChild: boolean; allParent: boolean; binding: Binding };
  readonly timer?: TimerModel;
  readonly message?: MessageModel;
  readonly signal?: { name: Expression };
  /** Absent code in a catching event: catches all. */
  readonly error?: { code?: Expression };
  /** The same of an escalation. */
  readonly escalation?: { code?: Expression };
  /** Name that a throwing and a catching link event of one scope share. */
  readonly link?: string;
  /** Of a throwing link event: where it goes on. */
  readonly linkTarget?: ElementNode;
  /** Of a compensation event that is thrown: the one activity that it is about; absent: all of its scope. */
  readonly compensates?: { activityId?: string };
  /** Of a compensation boundary event: the activity that undoes what its host has done. */
  readonly handler?: ElementNode;
  /** Boundary events and start events of event sub-processes. */
  readonly interrupting: boolean;
  readonly attachedTo?: ElementNode;
  readonly boundaries: readonly ElementNode[];
  // scopes
  readonly startEvents: readonly ElementNode[];
  readonly eventSubProcesses: readonly ElementNode[];
  readonly adHoc?: AdHocModel;
  // multi-instance body
  readonly loop?: LoopModel;
  readonly inner?: ElementNode;
  /** Flow ids and element ids from which an inclusive join can still be reached. */
  readonly reachedFrom?: ReadonlySet<string>;
}

export interface ProcessModel {
  readonly id: string;
  readonly name: string;
  readonly versionTag: string;
  readonly root: ElementNode;
  readonly elements: ReadonlyMap<string, ElementNode>;
  readonly flows: ReadonlyMap<string, FlowNode>;
}

export const taskListeners = (node: ElementNode, event: TaskEvent): readonly ListenerModel[] =>
  node.userTask?.listeners[event] ?? [];

/** The node that an element instance of this id and type runs. */
export function nodeOf(model: ProcessModel, elementId: string, type: string): ElementNode | undefined {
  if (type === 'PROCESS') return model.root;
  const node = model.elements.get(elementId);
  return node?.inner && type !== 'MULTI_INSTANCE_BODY' ? node.inner : node;
}

/** A join: it waits for a token on every incoming flow. */
export const isParallelJoin = (node: ElementNode) => node.type === 'PARALLEL_GATEWAY' && node.incoming.length > 1;
export const isInclusiveJoin = (node: ElementNode) => node.type === 'INCLUSIVE_GATEWAY' && node.incoming.length > 1;
