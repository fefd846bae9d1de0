/** Tiny BPMN for tests: elements as lines, flows drawn by `->`. Layout is left out; the engine does not read it. */

const head =
  '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://test">';

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** A whole file with one process. `after` is what stands beside it: messages, errors, signals. */
export const diagram = (id: string, body: string, after = '', versionTag = ''): string =>
  `${head}<bpmn:process id="${id}" isExecutable="true">${
    versionTag ? ext(`<zeebe:versionTag value="${versionTag}"/>`) : ''
  }${body}</bpmn:process>${after}</bpmn:definitions>`;

export const ext = (inside: string): string => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;

/** `flows('a -> b', 'b -> c : =x > 1')`: ids are `a-b`. */
export const flows = (...lines: string[]): string =>
  lines
    .map((line) => {
      const [path, condition] = line.split(' : ');
      const [from, to] = path!.split('->').map((part) => part.trim());
      const inside = condition
        ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${xml(condition)}</bpmn:conditionExpression>`
        : '';
      return `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${inside}</bpmn:sequenceFlow>`;
    })
    .join('');

const element =
  (tag: string) =>
  (id: string, inside = '', attributes = ''): string =>
    `<bpmn:${tag} id="${id}" ${attributes}>${inside}</bpmn:${tag}>`;

export const start = element('startEvent');
export const end = element('endEvent');
export const task = element('task');
export const exclusive = element('exclusiveGateway');
export const parallel = element('parallelGateway');
export const inclusive = element('inclusiveGateway');
export const eventBased = element('eventBasedGateway');
export const catching = element('intermediateCatchEvent');
export const throwing = element('intermediateThrowEvent');
export const subProcess = element('subProcess');
export const scriptTask = element('scriptTask');
export const receive = element('receiveTask');

export const service = (id: string, type = id, inside = '', more = ''): string =>
  `<bpmn:serviceTask id="${id}">${ext(`<zeebe:taskDefinition type="${xml(type)}"/>${inside}`)}${more}</bpmn:serviceTask>`;
export const userTask = (id: string, inside = '', more = ''): string =>
  `<bpmn:userTask id="${id}">${ext(`<zeebe:userTask/>${inside}`)}${more}</bpmn:userTask>`;
export const decisionTask = (id: string, decisionId: string, resultVariable: string, inside = ''): string =>
  `<bpmn:businessRuleTask id="${id}">${ext(
    `<zeebe:calledDecision decisionId="${xml(decisionId)}" resultVariable="${resultVariable}"/>${inside}`,
  )}</bpmn:businessRuleTask>`;
export const script = (id: string, expression: string, resultVariable: string): string =>
  scriptTask(id, ext(`<zeebe:script expression="${xml(expression)}" resultVariable="${resultVariable}"/>`));
export const call = (id: string, processId: string, attributes = '', inside = ''): string =>
  `<bpmn:callActivity id="${id}">${ext(`<zeebe:calledElement processId="${xml(processId)}" ${attributes}/>${inside}`)}</bpmn:callActivity>`;
export const boundary = (id: string, attachedTo: string, inside: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${attachedTo}" cancelActivity="${interrupting}">${inside}</bpmn:boundaryEvent>`;
export const eventSubProcess = (id: string, body: string, inside = ''): string =>
  `<bpmn:subProcess id="${id}" triggeredByEvent="true">${inside}${body}</bpmn:subProcess>`;

/** A task of type `handler` that undoes what `host` has done; `rest` comes behind the scope's elements. */
export const undoing = (host: string, handler: string, inside = ''): { body: string; rest: string } => ({
  body:
    `<bpmn:boundaryEvent id="${host}-undo" attachedToRef="${host}">${onCompensation()}</bpmn:boundaryEvent>` +
    `<bpmn:serviceTask id="${handler}" isForCompensation="true">${ext(`<zeebe:taskDefinition type="${handler}"/>${inside}`)}</bpmn:serviceTask>`,
  rest: `<bpmn:association id="${host}-undone" associationDirection="One" sourceRef="${host}-undo" targetRef="${handler}"/>`,
});

export const onMessage = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;
export const onError = (ref = ''): string => `<bpmn:errorEventDefinition${ref ? ` errorRef="${ref}"` : ''}/>`;
export const onSignal = (ref: string): string => `<bpmn:signalEventDefinition signalRef="${ref}"/>`;
export const onEscalation = (ref = ''): string =>
  `<bpmn:escalationEventDefinition${ref ? ` escalationRef="${ref}"` : ''}/>`;
export const onLink = (name: string): string => `<bpmn:linkEventDefinition name="${name}"/>`;
export const onCompensation = (activity = ''): string =>
  `<bpmn:compensateEventDefinition${activity ? ` activityRef="${activity}"` : ''}/>`;
export const terminating = '<bpmn:terminateEventDefinition/>';
export const timer = (kind: 'timeDate' | 'timeDuration' | 'timeCycle', text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${xml(text)}</bpmn:${kind}></bpmn:timerEventDefinition>`;

export const message = (id: string, name: string, key = '=key'): string =>
  `<bpmn:message id="${id}" name="${xml(name)}">${key ? ext(`<zeebe:subscription correlationKey="${xml(key)}"/>`) : ''}</bpmn:message>`;
export const error = (id: string, code: string): string => `<bpmn:error id="${id}" errorCode="${xml(code)}"/>`;
export const escalation = (id: string, code: string): string =>
  `<bpmn:escalation id="${id}" escalationCode="${xml(code)}"/>`;
export const signal = (id: string, name: string): string => `<bpmn:signal id="${id}" name="${name}"/>`;

/** `io({in: {a: '=b'}, out: {c: '=d'}})` */
export const io = (mappings: { in?: Record<string, string>; out?: Record<string, string> }): string =>
  `<zeebe:ioMapping>${Object.entries(mappings.in ?? {})
    .map(([target, source]) => `<zeebe:input source="${xml(source)}" target="${target}"/>`)
    .join('')}${Object.entries(mappings.out ?? {})
    .map(([target, source]) => `<zeebe:output source="${xml(source)}" target="${target}"/>`)
    .join('')}</zeebe:ioMapping>`;
export const listeners = (...types: [event: 'start' | 'end', type: string][]): string =>
  `<zeebe:executionListeners>${types
    .map(([event, type]) => `<zeebe:executionListener eventType="${event}" type="${type}"/>`)
    .join('')}</zeebe:executionListeners>`;
/** `taskListeners(['assigning', 'check'])`: of a user task; the type may be an expression. */
export const taskListeners = (...types: [event: string, type: string, retries?: string][]): string =>
  `<zeebe:taskListeners>${types
    .map(
      ([event, type, retries = '3']) =>
        `<zeebe:taskListener eventType="${event}" type="${xml(type)}" retries="${xml(retries)}"/>`,
    )
    .join('')}</zeebe:taskListeners>`;
/** An ad-hoc sub-process; `adHoc` are the attributes of `zeebe:adHoc`, `until` its completion condition. */
export const adHoc = (
  id: string,
  body: string,
  attributes: Record<string, string> = {},
  { inside = '', until = '', cancelRemaining = true, more = '' } = {},
): string =>
  `<bpmn:adHocSubProcess id="${id}" cancelRemainingInstances="${cancelRemaining}">${ext(
    `<zeebe:adHoc ${Object.entries(attributes)
      .map(([name, value]) => `${name}="${xml(value)}"`)
      .join(' ')}/>${inside}`,
  )}${more}${body}${until ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${xml(until)}</bpmn:completionCondition>` : ''}</bpmn:adHocSubProcess>`;
export const loop = (attributes: Record<string, string>, { sequential = false, until = '' } = {}): string =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${ext(
    `<zeebe:loopCharacteristics ${Object.entries(attributes)
      .map(([name, value]) => `${name}="${xml(value)}"`)
      .join(' ')}/>`,
  )}${until ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${xml(until)}</bpmn:completionCondition>` : ''}</bpmn:multiInstanceLoopCharacteristics>`;
