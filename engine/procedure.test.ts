/**
 * The product's own diagram as a load: a report goes from reception to the published answer, and the log is cut after
 * every single batch, as a crash would cut it. Each time the state comes back as it was at that moment.
 */
import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { type Bench, bench, MemoryJournal } from './testing/bench.ts';
import { dumped } from './testing/recovered.ts';
import { shippedProcedure } from './testing/shipped.ts';

const day = 86_400_000;
const at = (b: Bench, ms: number) => new Date(b.clock.now() + ms).toISOString();

/** Does every job that is there until none is left. */
async function workers(b: Bench): Promise<void> {
  for (let busy = true; busy; ) {
    busy = false;
    for (const { type } of b.engine.searchJobs({ filter: { state: 'ACTIVATABLE' } }).items) {
      for (const job of await b.jobs(type)) {
        busy = true;
        const dates = { dueAt: at(b, day), remindAt: at(b, day / 2), publishedAt: at(b, 0) };
        if (job.kind === 'EXECUTION_LISTENER') {
          await b.engine.publishMessage({
            name: 'deadline-set',
            correlationKey: 'QN-1',
            timeToLive: 60_000,
            messageId: job.elementInstanceKey,
            variables: { task: job.elementId, taskInstance: job.elementInstanceKey, ...dates },
          });
        }
        await b.engine.completeJob({ jobKey: job.key, variables: dates });
      }
    }
    await b.engine.idle();
  }
}

test('the log of a report, cut after any batch, gives the state of that moment', { timeout: 120_000 }, async () => {
  const b = await bench();
  await b.deploy(...(await shippedProcedure()));
  const moments: unknown[] = [];
  const keep = () => {
    moments[b.journal.batches.length] = dumped(b.engine);
  };
  const stage = async (elementId: string, variables: Record<string, unknown>) => {
    keep();
    await workers(b);
    keep();
    await b.complete(elementId, variables);
    keep();
  };
  await b.engine.publishMessage({
    name: 'field-report-received',
    correlationKey: 'QN-1',
    messageId: 'QN-1',
    timeToLive: 30 * day,
    variables: { reportCode: 'QN-1', receivedAt: at(b, 0), confidential: false },
  });
  await stage('intake', { outcome: 'accepted', field: 'transport', district: 'tam-ky' });
  await stage('routing', { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: [] });
  await b.forward(day / 2);
  await stage('scope', { outcome: 'in-scope' });
  await stage('instruction', { outcome: 'instructed' });
  await stage('handling', { outcome: 'done' });
  await stage('approval', { outcome: 'approved' });
  await stage('publication', { outcome: 'public' });
  await workers(b);
  keep();
  expect(b.engine.searchIncidents().items).toEqual([]);
  await b.forward(15 * day);
  keep();
  expect(b.engine.searchProcessInstances().items).toEqual([]);
  for (const [cut, lived] of moments.entries()) {
    if (lived === undefined) continue;
    const journal = new MemoryJournal();
    journal.batches.push(...b.journal.batches.slice(0, cut));
    expect(dumped(await createEngine({ clock: new ManualClock(0), journal }))).toEqual(lived);
  }
  expect(moments.filter((moment) => moment !== undefined).length).toBeGreaterThan(15);
});
