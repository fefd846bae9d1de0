/**
 * A house that is watched from outside: one id leads from a citizen's request into the engine's record and back, spans go
 * to a receiver, the figures that dashboards and alerts name are told, and none of it has a word that a person wrote.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { foldText } from '../../domain/search-text.ts';
import { choosePort } from '../../local/ports.ts';
import { root } from '../../local/settings.ts';
import { House } from '../house/house.ts';
import { aReport, Sender, Visitor } from '../house/people.ts';
import { until } from '../house/until.ts';
import { askedIn, told } from './figures-named.ts';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts';

const citizen = {
  trace: '4bf92f3577b34da6a3ce929d0e0e4736',
  header: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const officer = {
  trace: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  header: '00-a1b2c3d4e5f60718293a4b5c6d7e8f90-1122334455667788-01',
};
const person = {
  name: 'Tôn Nữ Dấu Vết',
  phone: '0905987612',
  email: 'dau.vet@nguoi-gui.example',
  address: '7 Kiệt Không Tên, Thôn Vô Danh',
};
const content = 'Cột đèn chiếu sáng MUCXANH4711 bị đổ trước cổng nhà';
const missing = 'Xin gửi thêm ảnh TIMVANG0815 của cột đèn';

let house: House;
let receiver: OtlpReceiver;
let workersPort: number;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  workersPort = await choosePort('a test', 0);
  const env = {
    LOG_LEVEL: 'trace',
    WORKERS_METRICS_PORT: String(workersPort),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
  };
  house = await House.open({ logs: true, env });
});
afterAll(async () => {
  await house?.close();
  await receiver?.close();
});

const logOf = (part: string) => join(house.folder, `${part}.log`);

// biome-ignore lint/suspicious/noExplicitAny: lines have what their part tells
async function linesOf(part: string): Promise<any[]> {
  const text = await readFile(logOf(part), 'utf8');
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

const figuresOf = async (part: 'server' | 'workers' | 'engine') => {
  const urls = {
    server: `${house.url}/metrics`,
    workers: `http://127.0.0.1:${workersPort}/metrics`,
    engine: `http://127.0.0.1:${house.env.ENGINE_MANAGEMENT_PORT}/metrics`,
  };
  return told(await (await fetch(urls[part])).text());
};

let sent: Sender;
let taskKey: string;

describe('one id', () => {
  it('leads from the citizen’s request to the workers’ jobs and back through the projection', async () => {
    const visitor = new Visitor(house.url, { traceparent: citizen.header });
    const key = crypto.randomUUID();
    const answer = await visitor.ask(
      'POST',
      '/api/reports',
      { ...aReport, sender: person, content },
      { 'idempotency-key': key },
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('traceresponse')?.slice(3, 35)).toBe(citizen.trace);
    sent = new Sender(house.url, answer.body.code, answer.body.accessToken);
    taskKey = (await (await house.as('ioc.intake')).task(sent.code, 'intake')).key;

    const ofCitizen = ({ trace }: { trace?: string }) => trace === citizen.trace;
    const [server, workers, engine] = await Promise.all(['server', 'workers', 'engine'].map(linesOf));
    expect(server!.filter(ofCitizen).map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['request', 'engine command']),
    );
    expect(server!.find((line) => ofCitizen(line) && line.msg === 'request')).toMatchObject({
      part: 'server',
      method: 'POST',
      route: '/api/reports',
      status: 201,
      report: sent.code,
    });
    const published = server!.find((line) => ofCitizen(line) && line.msg === 'engine command');
    expect(published).toMatchObject({ message: 'field-report-received', report: sent.code });
    expect(engine!.find((line) => ofCitizen(line) && line.msg === 'command')).toMatchObject({
      uri: '/v2/messages/publication',
    });
    expect(workers!.filter(ofCitizen)).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'set-deadline', report: sent.code, msg: 'job done' })]),
    );
    // Back: what came of the message is known by its key, and the batch by the request.
    expect(server!.some(({ msg, messageKey }) => msg === 'record' && messageKey === published.messageKey)).toBe(true);
    expect(server!.some(({ msg, traces }) => msg === 'records projected' && traces.includes(citizen.trace))).toBe(true);
  });

  it('of an officer’s decision stands on the engine’s own record', async () => {
    const intake = await house.as('ioc.intake');
    expect((await intake.claims(taskKey)).status).toBe(204);
    const body = { outcome: 'incomplete', missing };
    const answer = await until(async () => {
      const one = await intake.ask('POST', `/api/tasks/${taskKey}/completion`, body, { traceparent: officer.header });
      return one.status === 204 ? one : undefined;
    }, 'the completion');
    expect(answer.headers.get('traceresponse')?.slice(3, 35)).toBe(officer.trace);
    await sent.sees('needs-supplement');
    const record = await until(
      async () =>
        (await linesOf('server')).find(
          (line) => line.msg === 'record' && line.trace === officer.trace && line.intent === 'COMPLETED',
        ),
      'the record',
    );
    expect(record).toMatchObject({ valueType: 'USER_TASK', key: taskKey, element: 'intake' });
  });

  it('shows its way by `npm run trace`, for the id and for the report', async () => {
    const logs = ['server', 'workers', 'engine'].map(logOf);
    const way = async (asked: string) => {
      const command = [join(root, 'local/trace/main.ts'), asked, ...logs];
      return (await promisify(execFile)(process.execPath, command, { env: house.env })).stdout;
    };
    const [ofRequest, ofOfficer, ofReport] = await Promise.all([citizen.trace, officer.trace, sent.code].map(way));
    for (const part of ['report', 'outbox', 'server', 'engine', 'workers'])
      expect(ofRequest).toMatch(new RegExp(`Z  ${part}`));
    expect(ofOfficer).toMatch(/record .*USER_TASK COMPLETED element=intake/);
    expect(ofOfficer).toMatch(/decision .*stage=intake outcome=incomplete state=adopted/);
    expect(ofOfficer).not.toContain('set-deadline');
    expect(ofReport).toMatch(/record .*USER_TASK COMPLETED element=intake/);
    expect(ofReport).toMatch(/record .*MESSAGE_START_EVENT_SUBSCRIPTION CORRELATED/);
    expect(ofReport).toContain('type=set-deadline');
    for (const text of [ofRequest, ofOfficer, ofReport]) expect(text).not.toContain('MUCXANH4711');
  });
});

describe('spans', () => {
  it('of one request come from server, engine and workers, each under its parent', async () => {
    const mine = () => receiver.spans.filter(({ traceId }) => traceId === citizen.trace);
    const service = (part: string) => mine().some((one) => one.service === `field-reports-${part}`);
    await until(async () => ['server', 'engine', 'workers'].every(service), 'spans of all parts');
    const names = mine().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['POST /api/reports', 'report stored', 'outbox message', 'job set-deadline']),
    );
    const root = mine().find(({ name }) => name === 'POST /api/reports')!;
    expect(root).toMatchObject({ parentId: citizen.header.slice(36, 52), kind: 2 });
    expect(root.attributes).toMatchObject({ 'http.response.status_code': 201, 'field_reports.report': sent.code });
    for (const name of ['report stored', 'outbox message', 'job set-deadline'])
      expect(mine().find((one) => one.name === name)?.parentId).toBe(root.spanId);
    const command = mine().find(({ name }) => name === 'engine POST /messages/publication')!;
    expect(mine().find(({ service: of }) => of === 'field-reports-engine')?.parentId).toBe(command.spanId);
  });

  it('of the projection are linked to the requests behind its records', async () => {
    const linked = (trace: string) => () =>
      Promise.resolve(receiver.spans.find(({ name, links }) => name === 'records projected' && links.includes(trace)));
    await until(linked(citizen.trace), 'a batch that is linked to the citizen’s request');
    await until(linked(officer.trace), 'a batch that is linked to the officer’s');
  });
});

it('no log at any level and no span has a datum of the sender, or a word that anybody wrote', async () => {
  const logs = await Promise.all(['server', 'workers', 'engine'].map((part) => readFile(logOf(part), 'utf8')));
  const all = [...logs, receiver.bytes().toString('utf8')].join('\n');
  const words = [...Object.values(person), 'Dấu Vết', 'Kiệt Không Tên', 'MUCXANH4711', 'TIMVANG0815', sent.token];
  for (const word of words)
    for (const spelt of [word, foldText(word)]) expect([spelt, all.includes(spelt)]).toEqual([spelt, false]);
  // The same search finds what may be there.
  expect(all).toContain(sent.code);
  for (const part of ['server', 'workers', 'engine'])
    for (const line of await linesOf(part))
      expect(line).toMatchObject({ part, level: expect.any(String), instance: expect.any(String) });
});

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook_url: string };
}

describe('what dashboards and alerts name', () => {
  const folder = join(root, 'docs', 'operations');
  const rules = async (): Promise<Rule[]> => {
    const { groups } = parse(await readFile(join(folder, 'alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] };
    return groups.flatMap((group) => group.rules);
  };
  const panels = async (): Promise<{ title: string; description: string; targets?: { expr: string }[] }[]> =>
    JSON.parse(await readFile(join(folder, 'grafana-dashboard.json'), 'utf8')).panels;

  it('is written in Prometheus’s language, and told by a part with the labels that are asked for', async () => {
    const parts = await Promise.all((['server', 'workers', 'engine'] as const).map(figuresOf));
    const known = (name: string) => name === 'up' || parts.some(({ names }) => names.has(name));
    const shown = (await panels()).flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => [title, expr] as const),
    );
    const watched = (await rules()).map(({ alert, expr }) => [alert, expr] as const);
    const wrong = [...shown, ...watched].flatMap(([where, expr]) => {
      const { faults, metrics } = askedIn(expr);
      expect([where, faults]).toEqual([where, []]);
      expect([where, metrics.length > 0]).toEqual([where, true]);
      return metrics.filter((name) => !known(name)).map((name) => `${where}: ${name}`);
    });
    expect(wrong).toEqual([]);
    const outside = new Set(['job', 'instance']);
    const lacking = watched.flatMap(([where, expr]) =>
      askedIn(expr)
        .labels.filter(([metric, label]) => !outside.has(label) && metric !== 'up' && !knowsLabel(metric, label))
        .map(([metric, label]) => `${where}: ${metric}{${label}}`),
    );
    expect(lacking).toEqual([]);
    // A scrape stays small: labels have as many values as the code has names.
    for (const { samples } of parts) expect(samples).toBeLessThan(2_500);
  });

  it('has for each alert a sentence, and a section of the runbook that is there', async () => {
    const headings = (await readFile(join(folder, 'observe.md'), 'utf8')).match(/^### .+$/gm) ?? [];
    const anchors = new Set(headings.map((one) => one.slice(4).toLowerCase().replace(/ /g, '-')));
    for (const { alert, annotations } of await rules()) {
      expect([alert, annotations.summary.length > 20]).toEqual([alert, true]);
      const [file, anchor] = annotations.runbook_url.split('#');
      expect([alert, file, anchors.has(anchor!)]).toEqual([alert, 'observe.md', true]);
    }
    for (const { title, description } of await panels()) expect([title, description.length > 3]).toEqual([title, true]);
  });

  it('moves when something is wrong: messages wait, tasks are overdue, the engine is away', async () => {
    const before = await figuresOf('server');
    expect(before.value('tasks_open', { stage: 'intake' })).toBe(0);
    expect(before.value('reports_open', { status: 'needs-supplement' })).toBe(1);
    expect(before.value('outbox_oldest_seconds', { kind: 'message' })).toBe(0);
    expect(before.value('database_up')).toBe(1);
    const second = await house.anyone.sends({ sender: person, content });
    await (await house.as('ioc.intake')).task(second.code, 'intake');
    await house.clock.forward('3d');
    const overdue = () => figuresOf('server').then((figures) => (figures.value('tasks_overdue') ?? 0) >= 1);
    await until(overdue, 'the overdue task to be counted', 30_000);
    await house.kill('engine');
    await house.anyone.sends({ sender: person, content });
    const waits = () =>
      figuresOf('server').then(
        (figures) =>
          figures.value('outbox_waiting', { kind: 'message' }) === 1 &&
          (figures.value('outbox_oldest_seconds', { kind: 'message' }) ?? 0) > 0,
      );
    await until(waits, 'the message to be counted', 30_000);
    const worker = await figuresOf('workers');
    expect(worker.value('worker_jobs_total', { type: 'set-deadline', outcome: 'complete' })).toBeGreaterThan(0);
  });
});

/** Labels of our own metrics, as their code has them: a label that is never set makes an alert that never fires. */
const labels: Record<string, readonly string[]> = {
  outbox_oldest_seconds: ['kind'],
  outbox_settled_total: ['kind', 'state'],
  webhooks: ['state'],
  worker_jobs_total: ['type', 'outcome'],
  lease_expires_timestamp_seconds: ['lease'],
  work_failures_total: ['work'],
  http_request_duration_seconds_count: ['status', 'route', 'method'],
  mongodb_pool_connections: ['state'],
  zeebe_exporter_last_exported_position: ['exporter', 'partition'],
};
const knowsLabel = (metric: string, label: string): boolean => labels[metric]?.includes(label) ?? false;
