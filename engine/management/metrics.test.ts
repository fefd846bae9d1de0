/** The figures, from records of a real engine and from what is asked of its parts. */
import { expect, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import { createEngine } from '../engine.ts';
import { bench } from '../testing/bench.ts';
import { diagram, end, flows, service, start } from '../testing/diagram.ts';
import { startMetrics } from './metrics.ts';

const simple = diagram('p', start('start') + service('work') + end('end') + flows('start -> work', 'work -> end'));
const status = { id: 'elasticsearch', acknowledged: 40, sent: 41, retries: 2, behind: true };

test('counts elements, jobs, incidents and instances under the names of Zeebe’s dashboards', async () => {
  const b = await bench();
  let trouble: string | undefined;
  const { text } = startMetrics({
    engine: b.engine,
    journal: { durablePosition: () => 42, size: () => ({ logBytes: 7, snapshotPosition: 8, deletedTo: 0 }) as never },
    capacity: { status: () => ({ limit: 90, underWay: 3, received: 12, refused: 1 }) },
    exporters: { status: () => [status] },
    trouble: () => trouble,
  });
  await b.deploy(simple);
  const key = await b.create('p');
  const [job] = await b.jobs('work');
  await b.engine.failJob({ jobKey: job!.key, retries: 0 });
  await b.engine.idle();
  const value = async (name: string) => {
    const line = (await text()).split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  expect(await value('zeebe_pending_incidents_total{partition="1"}')).toBe(1);
  expect(await value('zeebe_incident_events_total{partition="1",action="created"}')).toBe(1);
  expect(await value('zeebe_job_events_total{partition="1",action="failed",type="work",job_kind="BPMN_ELEMENT"}')).toBe(
    1,
  );
  expect(await value('zeebe_job_events_total{partition="1",action="activated",type="work",job_kind="UNKNOWN"}')).toBe(
    1,
  );
  b.clock.forward(90_000);
  await b.engine.cancelInstance({ processInstanceKey: key });
  const elements = 'zeebe_element_instance_events_total{partition="1",action=';
  expect(await value(`${elements}"activated",type="PROCESS"}`)).toBe(1);
  expect(await value(`${elements}"completed",type="START_EVENT"}`)).toBe(1);
  expect(await value(`${elements}"terminated",type="PROCESS"}`)).toBe(1);
  const roots = 'zeebe_executed_instances_total{partition="1",action=';
  expect(await value(`${roots}"terminated",type="ROOT_PROCESS_INSTANCE"}`)).toBe(1);
  expect(await value('zeebe_process_instance_execution_time_sum{partition="1"}')).toBe(90);
  expect(await value('zeebe_process_instance_execution_time_bucket{le="60",partition="1"}')).toBe(0);
  expect(await value('zeebe_process_instance_execution_time_bucket{le="600",partition="1"}')).toBe(1);
  expect(await value('zeebe_pending_incidents_total{partition="1"}')).toBe(0);

  expect(await value('zeebe_stream_processor_records_total{partition="1",action="written"}')).toBe(b.records.length);
  expect(await value('zeebe_stream_processor_last_processed_position{partition="1"}')).toBe(b.engine.position());
  expect(await value('zeebe_log_appender_last_committed_position{partition="1"}')).toBe(42);
  expect(await value('zeebe_received_request_count_total{partition="1"}')).toBe(12);
  expect(await value('zeebe_dropped_request_count_total{partition="1"}')).toBe(1);
  expect(await value('zeebe_backpressure_requests_limit{partition="1"}')).toBe(90);
  expect(await value('zeebe_exporter_events_total{partition="1",exporter="elasticsearch"}')).toBe(41);
  expect(await value('zeebe_exporter_last_exported_position{partition="1",exporter="elasticsearch"}')).toBe(40);
  expect(await value('zeebe_health{partition="1"}')).toBe(1);
  trouble = 'The disk is full.';
  expect(await value('zeebe_health{partition="1"}')).toBe(0);
});

test('an incident that was resolved is pending no longer, also where it is remembered', async () => {
  const engine = await createEngine({ clock: new ManualClock(0), rememberEnded: true });
  const { text } = startMetrics({
    engine,
    journal: { durablePosition: () => 0, size: () => ({}) as never },
    capacity: { status: () => ({ limit: 1, underWay: 0, received: 0, refused: 0 }) },
    exporters: { status: () => [] },
    trouble: () => undefined,
  });
  await engine.deploy([{ name: 'p.bpmn', content: simple }]);
  const { processInstanceKey } = await engine.createInstance({ bpmnProcessId: 'p' });
  const [job] = await engine.activateJobs({ type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 1 });
  await engine.failJob({ jobKey: job!.key, retries: 0 });
  expect(await text()).toContain('zeebe_pending_incidents_total{partition="1"} 1\n');
  await engine.cancelInstance({ processInstanceKey });
  expect(await text()).toContain('zeebe_pending_incidents_total{partition="1"} 0\n');
});
