/** Records as the engine writes them, built in the order of the contract (zeebe-contract, 3.4), for one report's way. */
import type { EngineRecord } from '../records/record.ts';

export class Stream {
  readonly records: EngineRecord[] = [];
  #position = 0;
  #key: number;
  readonly instance: string;
  readonly definition = '2251799813685249';
  at: number;

  constructor(at: number, seed = 1) {
    this.at = at;
    this.#key = 2_251_799_813_700_000 + seed * 10_000;
    this.#position = seed * 10_000;
    this.instance = this.key();
  }

  key(): string {
    this.#key += 1;
    return String(this.#key);
  }

  add(valueType: string, intent: string, value: object, key = this.key()): string {
    this.#position += 1;
    this.records.push({
      partitionId: 1,
      position: this.#position,
      key,
      timestamp: this.at,
      recordType: 'EVENT',
      valueType,
      intent,
      value: { processInstanceKey: this.instance, processDefinitionKey: this.definition, version: 1, ...value },
    });
    return key;
  }

  /** Goes on from this position: where several reports take turns, records come in the order of positions. */
  skipTo(position: number): void {
    this.#position = Math.max(this.#position, position);
  }

  /** Everything since the last call. */
  take(): EngineRecord[] {
    return this.records.splice(0);
  }

  process(xml: string, bpmnProcessId: string, resourceName = 'x.bpmn'): void {
    const value = { bpmnProcessId, version: 1, resource: Buffer.from(xml).toString('base64'), resourceName };
    this.add('PROCESS', 'CREATED', value, this.definition);
  }

  start(reportCode: string): void {
    const common = { bpmnProcessId: 'field-report' };
    this.add('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', {
      ...common,
      messageName: 'field-report-received',
      correlationKey: reportCode,
    });
    for (const intent of ['ELEMENT_ACTIVATING', 'ELEMENT_ACTIVATED'])
      this.add(
        'PROCESS_INSTANCE',
        intent,
        { ...common, elementId: 'field-report', bpmnElementType: 'PROCESS' },
        this.instance,
      );
    this.root('reportCode', reportCode);
  }

  root(name: string, value: unknown): void {
    this.add('VARIABLE', 'CREATED', { name, value: JSON.stringify(value), scopeKey: this.instance });
  }

  /** Enters a user task; returns its keys. */
  task(elementId: string, groups: string[], dueAt?: number): { key: string; element: string } {
    const element = this.key();
    const key = this.key();
    this.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', { elementId, bpmnElementType: 'USER_TASK' }, element);
    const value = this.taskValue(elementId, element, key, groups, dueAt);
    for (const intent of ['CREATING', 'CREATED']) this.add('USER_TASK', intent, value, key);
    this.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', { elementId, bpmnElementType: 'USER_TASK' }, element);
    return { key, element };
  }

  taskValue(elementId: string, element: string, key: string, groups: string[], dueAt?: number) {
    return {
      userTaskKey: key,
      elementId,
      elementInstanceKey: element,
      candidateGroupsList: groups,
      assignee: '',
      dueDate: dueAt === undefined ? '' : new Date(dueAt).toISOString(),
      followUpDate: '',
      formKey: -1,
      customHeaders: {},
      creationTimestamp: this.at,
      variables: {},
    };
  }

  assign(task: { key: string; element: string }, assignee: string): void {
    for (const intent of ['ASSIGNING', 'ASSIGNED'])
      this.add('USER_TASK', intent, { userTaskKey: task.key, elementInstanceKey: task.element, assignee }, task.key);
  }

  complete(task: { key: string; element: string }, elementId: string, variables: object): void {
    for (const intent of ['COMPLETING', 'COMPLETED'])
      this.add(
        'USER_TASK',
        intent,
        { userTaskKey: task.key, elementInstanceKey: task.element, elementId, variables },
        task.key,
      );
    for (const intent of ['ELEMENT_COMPLETING', 'ELEMENT_COMPLETED'])
      this.add('PROCESS_INSTANCE', intent, { elementId, bpmnElementType: 'USER_TASK' }, task.element);
  }

  job(type: string, intent: string, key: string, variables: object = {}): void {
    this.add('JOB', intent, { type, variables, customHeaders: {}, elementId: type }, key);
  }

  subscription(
    messageName: string,
    intent: string,
    correlationKey: string,
    element: string,
    variables: object = {},
  ): void {
    const value = { messageName, correlationKey, elementInstanceKey: element, interrupting: true, variables };
    this.add('PROCESS_MESSAGE_SUBSCRIPTION', intent, value);
  }

  end(intent = 'ELEMENT_COMPLETED'): void {
    this.add('PROCESS_INSTANCE', intent, { elementId: 'field-report', bpmnElementType: 'PROCESS' }, this.instance);
  }
}
