/** What the engine's records tell of reports and tasks, counted without any of the code that projects them. */
import type { EngineRecord } from '../../../server/records/record.ts';

interface ToldTask {
  created: number;
  ended: number;
  /** Outcomes that it was completed with. */
  completed: (string | null)[];
  assigned: Set<string>;
}

export interface Told {
  /** Process instances, by report code. */
  instances: Map<string, Set<string>>;
  /** Process instances that have ended. */
  endedInstances: Set<string>;
  tasks: Map<string, ToldTask>;
  /** How often a report was published, by code. */
  published: Map<string, number>;
  /** How often a message of a sender arrived: `<code> <name>`. */
  arrived: Map<string, number>;
  /** Jobs that were completed more than once, and tasks that were made or ended more than once. */
  twice: string[];
}

export function listen(): { told: Told; hear(record: EngineRecord): void } {
  const told: Told = {
    instances: new Map(),
    endedInstances: new Set(),
    tasks: new Map(),
    published: new Map(),
    arrived: new Map(),
    twice: [],
  };
  const codes = new Map<string, string>();
  const jobs = new Set<string>();
  const add = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  function task(record: EngineRecord): void {
    const known = told.tasks.get(record.key) ?? { created: 0, ended: 0, completed: [], assigned: new Set<string>() };
    told.tasks.set(record.key, known);
    const { intent, value } = record;
    if (intent === 'CREATED') known.created += 1;
    if (intent === 'ASSIGNED' && value.assignee) known.assigned.add(value.assignee);
    if (intent === 'COMPLETED' || intent === 'CANCELED') known.ended += 1;
    if (intent === 'COMPLETED') known.completed.push(value.variables?.outcome ?? null);
    if (known.created > 1 || known.ended > 1) told.twice.push(`task ${record.key}`);
  }

  function job(record: EngineRecord): void {
    if (record.intent !== 'COMPLETED') return;
    if (jobs.has(record.key)) told.twice.push(`job ${record.key}`);
    jobs.add(record.key);
    const code = codes.get(String(record.value.processInstanceKey));
    if (record.value.type === 'publish-reply' && code) add(told.published, code);
  }

  return {
    told,
    hear(record) {
      const { valueType, intent, value } = record;
      const instance = String(value.processInstanceKey);
      if (valueType === 'VARIABLE' && value.name === 'reportCode' && String(value.scopeKey) === instance) {
        const code = String(JSON.parse(value.value));
        codes.set(instance, code);
        told.instances.set(code, (told.instances.get(code) ?? new Set()).add(instance));
      }
      if (
        valueType === 'PROCESS_INSTANCE' &&
        value.bpmnElementType === 'PROCESS' &&
        /_(COMPLET|TERMINAT)ED$/.test(intent)
      )
        told.endedInstances.add(instance);
      if (valueType === 'USER_TASK') task(record);
      if (valueType === 'JOB') job(record);
      if (valueType === 'PROCESS_MESSAGE_SUBSCRIPTION' && intent === 'CORRELATED')
        add(told.arrived, `${codes.get(instance)} ${value.messageName}`);
    },
  };
}
