/** What the engine's benches run: a process with one task, one of eleven elements, and the product's own procedure. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../engine/clock.ts';
import { type ActivatedJob, createEngine, type Engine } from '../../engine/engine.ts';
import { type FileJournal, openJournal } from '../../engine/journal/journal.ts';
import { snapshotThread } from '../../engine/snapshot-maker.ts';
import type { Clock, LogRecord } from '../../engine/types.ts';

const head =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="bench" targetNamespace="http://bench">';
const zeebe = (inside: string) => `<extensionElements>${inside}</extensionElements>`;
const flow = (from: string, to: string, condition = '') =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${
    condition && `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`
  }</sequenceFlow>`;

/** Start, service task of type `work`, end. */
export const oneTask = `${head}<process id="one-task" isExecutable="true"><startEvent id="start"/><serviceTask id="work">${zeebe(
  '<zeebe:taskDefinition type="work"/>',
)}</serviceTask><endEvent id="end"/>${flow('start', 'work')}${flow('work', 'end')}</process></definitions>`;

/** Whose words a diagram speaks: each engine names the work of a service task and a condition in its own way. */
export type Dialect = 'zeebe' | 'bpmn-engine' | 'flowable';

/** Written apart, so that nobody takes it for a template of ours. */
const inBraces = (text: string): string => `$${`{${text}}`}`;

const work: Record<Dialect, string> = {
  zeebe: '',
  'bpmn-engine': ` implementation="${inBraces('environment.services.work')}"`,
  flowable: ` flowable:expression="${inBraces('true')}"`,
};
const isUrgent: Record<Dialect, string> = {
  zeebe: '=urgent',
  'bpmn-engine': inBraces('environment.variables.urgent'),
  flowable: inBraces('urgent'),
};

/**
 * The way of a letter: three user tasks, two service tasks, two boundary timers that do not fire, an exclusive and a
 * parallel pair of gateways; eleven elements are entered.
 */
export function letter(dialect: Dialect = 'zeebe'): string {
  const own = dialect === 'zeebe';
  const user = (id: string) => `<userTask id="${id}">${own ? zeebe('<zeebe:userTask/>') : ''}</userTask>`;
  const service = (id: string) =>
    `<serviceTask id="${id}"${work[dialect]}>${own ? zeebe('<zeebe:taskDefinition type="work"/>') : ''}</serviceTask>`;
  const timer = (id: string, host: string) =>
    `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="false"><timerEventDefinition id="${id}-timer"><timeDuration xsi:type="tFormalExpression">PT8H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="${id}-end"/>${flow(id, `${id}-end`)}`;
  return `${head}<process id="letter" isExecutable="true"><startEvent id="start"/>${user('read')}${timer('late-1', 'read')}${service('file')}
<exclusiveGateway id="urgent" default="urgent-slow"/>${service('quick')}<task id="slow"/><exclusiveGateway id="joined"/>
<parallelGateway id="fork"/>${user('answer')}${timer('late-2', 'answer')}${user('copy')}<parallelGateway id="join"/><endEvent id="end"/>
${flow('start', 'read')}${flow('read', 'file')}${flow('file', 'urgent')}${flow('urgent', 'quick', isUrgent[dialect])}${flow('urgent', 'slow')}${flow('quick', 'joined')}${flow('slow', 'joined')}
${flow('joined', 'fork')}${flow('fork', 'answer')}${flow('fork', 'copy')}${flow('answer', 'join')}${flow('copy', 'join')}${flow('join', 'end')}</process></definitions>`;
}
const room = new URL('../../bpmn/', import.meta.url);
/** The product's procedure with its table and forms. */
export async function procedure(): Promise<{ name: string; content: string }[]> {
  const forms = (await readdir(new URL('forms/', room))).filter((name) => name.endsWith('.form'));
  return Promise.all(
    ['field-report.bpmn', 'routing.dmn', ...forms.map((name) => `forms/${name}`)].map(async (path) => ({
      name: path.replace('forms/', ''),
      content: await readFile(new URL(path, room), 'utf8'),
    })),
  );
}

export interface Loaded {
  engine: Engine;
  journal?: FileJournal;
  close(): Promise<void>;
}
/** An engine with these resources: on a journal in a directory of its own, or in memory only. */
export async function load(
  resources: { name: string; content: string }[],
  durable: boolean,
  { clock = systemClock, onRecords }: { clock?: Clock; onRecords?: (records: LogRecord[]) => void } = {},
): Promise<Loaded> {
  const dir = durable ? await mkdtemp(join(tmpdir(), 'bench-')) : undefined;
  const journal = dir ? await openJournal({ dir, warn: () => {}, makeSnapshot: snapshotThread }) : undefined;
  journal?.exported(Number.MAX_SAFE_INTEGER);
  const engine = await createEngine({ clock, journal, onRecords });
  await engine.deploy(resources);
  return {
    engine,
    journal,
    async close() {
      await engine.close();
      await journal?.close();
      if (dir) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Jobs of a type, as many as asked for, over as many calls as it takes. */
export async function activate(engine: Engine, type: string, count: number): Promise<ActivatedJob[]> {
  const jobs: ActivatedJob[] = [];
  while (jobs.length < count) {
    const more = await engine.activateJobs({
      type,
      worker: 'bench',
      timeout: 3_600_000,
      maxJobsToActivate: count - jobs.length,
      requestTimeout: -1,
    });
    if (more.length === 0) throw new Error(`only ${jobs.length} of ${count} jobs '${type}'`);
    jobs.push(...more);
  }
  return jobs;
}
