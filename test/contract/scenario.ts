/**
 * One row of the elements' tables: a diagram, what happens to its instance from outside, and the variables that it
 * ends with. Only what every client sees is looked at: jobs, results, refusals; user tasks and incidents over `/v2`.
 */
import { expect } from 'vitest';
import type { Caller, File, Job, Variables } from './callers/caller.ts';
import type { Stage } from './callers/index.ts';
import { ended, eventually, incidentOf, rest } from './clients.ts';
import { own } from './cluster.ts';

export interface Play {
  readonly caller: Caller;
  readonly stage: Stage;
  /** The process id, unique to the row and the client. */
  readonly id: string;
  /** `<id>-<suffix>`: job types, message names, signal names, other processes of the row. */
  named(suffix: string): string;
  /** Takes one job of the type `named(suffix)`; fails when none comes. */
  job(suffix: string): Promise<Job>;
  /** Takes that job and completes it. */
  work(suffix: string, variables?: Variables): Promise<Job>;
  /** No job of that type is there. */
  idle(suffix: string): Promise<void>;
  /** Publishes, to wait for a subscription if it must. */
  tell(suffix: string, correlationKey: string, variables?: Variables): Promise<string>;
  /** Broadcasts until a job of the type `named(suffix)` is there, for signals wait for nobody; completes the job. */
  signalUntil(signal: string, suffix: string, variables?: Variables): Promise<Job>;
  /** The open user task of the row's newest instance. */
  userTask(): Promise<Record<string, unknown>>;
  completeUserTask(variables?: Variables): Promise<void>;
  /** Waits until an instance has ended. */
  ended(processInstanceKey: string): Promise<void>;
  /** The incident of the instance that a job belongs to, or of the row's newest one. */
  incident(processInstanceKey?: string): ReturnType<typeof incidentOf>;
}

export interface Row {
  name: string;
  /** The files, the row's process last: its name is `<id>.bpmn` when it is a text. */
  files(play: Pick<Play, 'id' | 'named'>): string | File[];
  variables?: Variables;
  /** What happens meanwhile. */
  act?(play: Play): Promise<unknown>;
  /** What the instance's variables contain in the end; left out where no instance is created by the row. */
  ends?: Variables;
  /** These must not be among them. */
  without?: string[];
  /** Clients that cannot show it, for a reason of their own. */
  not?(client: Stage['client']): boolean;
}

/** Creates the row's instance, plays, and holds the result against the row. */
export async function playRow(stage: Stage, row: Row): Promise<void> {
  const play = makePlay(stage, row.name);
  const files = row.files(play);
  await stage.caller.deploy(...(typeof files === 'string' ? [{ name: `${play.id}.bpmn`, content: files }] : files));
  if (!row.ends) {
    await row.act?.(play);
    return;
  }
  const result = stage.caller.run({ bpmnProcessId: play.id, variables: row.variables ?? {}, timeout: 15_000 });
  // What went wrong on the way is told at once: it is why the result does not come.
  const [variables] = await Promise.all([result, row.act?.(play)]);
  expect(variables).toMatchObject(row.ends);
  for (const name of row.without ?? []) expect(variables).not.toHaveProperty(name);
}

let rows = 0;

function makePlay(stage: Stage, name: string): Play {
  rows += 1;
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
  const id = own(`p${rows}-${slug.slice(0, 30)}`);
  const named = (suffix: string) => `${id}-${suffix}`;
  const { caller, target } = stage;
  const search = async (noun: string) =>
    (await rest(target, 'POST', `/${noun}/search`, { filter: { processDefinitionId: id } })).json.items;
  const play: Play = {
    caller,
    stage,
    id,
    named,
    async job(suffix) {
      const [job] = await caller.activate({ type: named(suffix), maxJobs: 1 });
      if (!job) throw new Error(`No job '${suffix}' came.`);
      return job;
    },
    async work(suffix, variables = {}) {
      const job = await play.job(suffix);
      await caller.complete(job.key, variables);
      return job;
    },
    async idle(suffix) {
      expect(await caller.activate({ type: named(suffix), wait: 200 })).toEqual([]);
    },
    tell: (suffix, correlationKey, variables = {}) =>
      caller.publish({ name: named(suffix), correlationKey, timeToLive: 20_000, variables }),
    async signalUntil(signal, suffix, variables = {}) {
      const job = await eventually(async () => {
        await caller.broadcast(named(signal), variables);
        return (await caller.activate({ type: named(suffix), maxJobs: 1, wait: 500 }))[0];
      });
      await caller.complete(job.key);
      return job;
    },
    userTask: () => eventually(async () => (await search('user-tasks')).find((one) => one.state === 'CREATED')),
    async completeUserTask(variables = {}) {
      const { userTaskKey } = await play.userTask();
      const path = `/user-tasks/${userTaskKey}/completion`;
      expect((await rest(target, 'POST', path, { variables })).status).toBe(204);
    },
    ended: (processInstanceKey) => ended(target, processInstanceKey),
    async incident(processInstanceKey) {
      if (processInstanceKey) return await incidentOf(target, processInstanceKey);
      return (await eventually(async () =>
        (await search('incidents')).find((one) => one.state !== 'RESOLVED'),
      )) as never;
    },
  };
  return play;
}
