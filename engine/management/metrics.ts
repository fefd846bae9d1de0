/**
 * The engine's figures for Prometheus, under the names of Zeebe's (documented under "Metrics"), so that its dashboards
 * and alerts serve. Counts come from the records, the rest is read at the moment of asking. What Zeebe has no name for
 * begins with `engine_`.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Capacity } from '../capacity.ts';
import type { Engine } from '../engine.ts';
import type { FileJournal } from '../journal/journal.ts';
import type { ExporterStatus } from '../records/exporter.ts';
import { RecordCounts } from './record-counts.ts';

export interface MetricsOptions {
  engine: Pick<Engine, 'subscribe' | 'position' | 'searchIncidents'>;
  journal: Pick<FileJournal, 'durablePosition' | 'size'>;
  capacity: Pick<Capacity, 'status'>;
  exporters: { status(): ExporterStatus[] };
  /** Undefined when commands are taken. */
  trouble(): string | undefined;
}

/** Told by the gateways of each call that was answered. */
export interface RequestTimes {
  grpc(method: string, status: string, seconds: number): void;
  /** `uri` is the path's pattern, not what was asked. */
  http(method: string, uri: string, status: number, seconds: number): void;
}

export interface Metrics {
  /** Prometheus text. */
  text(): Promise<string>;
  requests: RequestTimes;
}

const partition = '1';
/** Seconds, from what an idle command takes to what a caller still waits for. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
/** Seconds, from a process of machines to one of people. */
const executionBuckets = [0.1, 0.5, 1, 5, 30, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000];

export function startMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const executionTime = new Histogram({
    name: 'zeebe_process_instance_execution_time',
    help: 'Seconds from start to end of process instances that began since the engine runs',
    buckets: executionBuckets,
    labelNames: ['partition'],
    registers,
  });
  const counts = new RecordCounts((seconds) => executionTime.observe({ partition }, seconds));
  options.engine.subscribe(counts.count);

  for (const { kind, name, help, labels, read } of figures(options, counts)) {
    const collect = function (this: Counter | Gauge) {
      this.reset();
      for (const [values, value] of read()) {
        const given = Object.fromEntries(labels.map((label, i) => [label, values[i] ?? '']));
        this.inc({ partition, ...given }, value);
      }
    };
    const labelNames = ['partition', ...labels];
    if (kind === 'counter') new Counter({ name, help, labelNames, registers, collect });
    else new Gauge({ name, help, labelNames, registers, collect });
  }

  const grpcTime = new Histogram({
    name: 'grpc_server_processing_duration_seconds',
    help: 'Seconds until a unary call was answered',
    buckets: requestBuckets,
    labelNames: ['service', 'method', 'statusCode'],
    registers,
  });
  const httpTime = new Histogram({
    name: 'http_server_requests_seconds',
    help: 'Seconds until a request was answered',
    buckets: requestBuckets,
    labelNames: ['method', 'uri', 'status'],
    registers,
  });
  return {
    text: () => registry.metrics(),
    requests: {
      grpc: (method, statusCode, seconds) =>
        grpcTime.observe({ service: 'gateway_protocol.Gateway', method, statusCode }, seconds),
      http: (method, uri, status, seconds) => httpTime.observe({ method, uri, status }, seconds),
    },
  };
}

interface Figure {
  kind: 'counter' | 'gauge';
  name: string;
  help: string;
  /** Besides `partition`. */
  labels: string[];
  /** Values of the labels, in order, and the figure. */
  read(): Iterable<readonly [readonly string[], number]>;
}

const one = (read: () => number) => () => [[[], read()] as const];

function figures({ engine, journal, capacity, exporters, trouble }: MetricsOptions, counts: RecordCounts): Figure[] {
  const counter = (name: string, help: string, labels: string[], read: Figure['read']): Figure => ({
    kind: 'counter',
    name: `zeebe_${name}`,
    help,
    labels,
    read,
  });
  const gauge = (name: string, help: string, read: () => number): Figure => ({
    kind: 'gauge',
    name,
    help,
    labels: [],
    read: one(read),
  });
  const ofExporters = (
    kind: Figure['kind'],
    name: string,
    help: string,
    read: (status: ExporterStatus) => number,
  ): Figure => ({
    kind,
    name,
    help,
    labels: ['exporter'],
    read: () => exporters.status().map((status) => [[status.id], read(status)] as const),
  });
  return [
    counter('stream_processor_records_total', 'Records of the log', ['action'], () => [
      [['written'], counts.written],
      [['processed'], counts.commands],
    ]),
    counter(
      'element_instance_events_total',
      'Elements that began and ended',
      ['action', 'type'],
      () => counts.elements,
    ),
    counter('job_events_total', 'What happened to jobs', ['action', 'type', 'job_kind'], () => counts.jobs),
    counter('incident_events_total', 'Incidents created and resolved', ['action'], () => counts.incidents),
    counter('executed_instances_total', 'Root instances that began and ended', ['action', 'type'], () =>
      [...counts.instances].map(([[action], count]) => [[action!, 'ROOT_PROCESS_INSTANCE'], count] as const),
    ),
    gauge(
      'zeebe_pending_incidents_total',
      'Open incidents',
      () => engine.searchIncidents({ filter: { state: 'ACTIVE' }, page: { limit: 1 } }).page.totalItems,
    ),
    counter(
      'received_request_count_total',
      'Commands that came',
      [],
      one(() => capacity.status().received),
    ),
    counter(
      'dropped_request_count_total',
      'Commands refused for too much load',
      [],
      one(() => capacity.status().refused),
    ),
    gauge('zeebe_backpressure_requests_limit', 'As many may wait just now', () => capacity.status().limit),
    gauge(
      'zeebe_backpressure_inflight_requests_count',
      'Commands that wait for their answer',
      () => capacity.status().underWay,
    ),
    gauge('zeebe_health', '1 while commands are taken', () => (trouble() ? 0 : 1)),
    gauge('zeebe_stream_processor_last_processed_position', 'Last record processed', () => engine.position()),
    gauge('zeebe_log_appender_last_appended_position', 'Last record written', () => engine.position()),
    gauge('zeebe_log_appender_last_committed_position', 'Last record on disk', () => journal.durablePosition()),
    ofExporters('counter', 'zeebe_exporter_events_total', 'Records that were taken', ({ sent }) => sent),
    ofExporters(
      'gauge',
      'zeebe_exporter_last_exported_position',
      'Last record taken',
      ({ acknowledged }) => acknowledged,
    ),
    ofExporters(
      'gauge',
      'zeebe_exporter_last_updated_exported_position',
      'Last record that was acknowledged',
      ({ acknowledged }) => acknowledged,
    ),
    ofExporters('counter', 'engine_export_retries_total', 'Requests sent again', ({ retries }) => retries),
    ofExporters('gauge', 'engine_export_behind', '1 while it reads back', ({ behind }) => (behind ? 1 : 0)),
    gauge('engine_log_bytes', 'Log on disk', () => journal.size().logBytes),
    gauge('engine_snapshot_position', 'A start reads the log from here', () => journal.size().snapshotPosition),
  ];
}
