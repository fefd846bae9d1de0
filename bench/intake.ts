/**
 * P1: reports per second that are accepted, each answered when it is durable, with everything that accepting does (the
 * key of the request, the limits by address and phone, sealing, what is owed to the engine); 32 and 128 at a time. Beside
 * raw Fastify and MongoDB with grouped inserts and with an insert a request. The engine is away: the peers have nothing
 * behind them either, and what the whole costs is another bench's (stack).
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { House } from '../test/house/house.ts';
import { aReport } from '../test/house/people.ts';
import { helper } from './child.ts';
import { processorSecondsBy } from './processor.ts';
import { inFlight, judged, median, quantile, type Row, rounds } from './rounds.ts';
import { keep, printed } from './table.ts';

const turns = rounds(5);
const count = { 32: 600, 128: 1200 } as const;
type AtATime = keyof typeof count;

const house = await House.open({ ownDatabase: true, env: { REPORTS_PER_10MIN: '1000000' } });
const { child: peers, told: port } = await helper<number>('./intake-peers.ts', import.meta.url, [house.databaseUri]);
const product = new Pool(house.url, { connections: 128 });
const bare = new Pool(`http://127.0.0.1:${port}`, { connections: 128 });

let sent = 0;
/** Everybody has a phone of their own, as in life. */
const body = () => {
  const phone = `09${String(sent++).padStart(8, '0')}`;
  return JSON.stringify({ ...aReport, sender: { ...aReport.sender, phone } });
};

/** By what each part's process is known; `rest`: the callers. */
const parts = { server: 'server/main.ts', peer: 'intake-peers.ts', database: 'mongod' };
const cpu: Record<string, Record<keyof typeof parts | 'rest', number>[]> = {};

const late: number[] = [];
/** Accepted per second. */
async function posts(pool: Pool, path: string, atATime: AtATime): Promise<number> {
  const many = count[atATime];
  const before = await processorSecondsBy(process.pid, parts);
  const { seconds, each } = await inFlight(many, atATime, async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await pool.request({ method: 'POST', path, headers, body: body() });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  });
  const after = await processorSecondsBy(process.pid, parts);
  const of = (part: keyof typeof before): number => ((after[part] - before[part]) / many) * 1000;
  cpu[path] ??= [];
  cpu[path].push({ server: of('server'), peer: of('peer'), database: of('database'), rest: of('rest') });
  if (pool === product) late.push(quantile(each, 0.99));
  return many / seconds;
}

/** Milliseconds of the processors for one report, by part. */
function cpuOf(path: string): string {
  const all = cpu[path] ?? [];
  const of = (part: 'server' | 'peer' | 'database' | 'rest'): number => median(all.map((one) => one[part]));
  const own = path === '/api/reports' ? of('server') : of('peer');
  return `server ${own.toFixed(2)}, database ${of('database').toFixed(2)}, callers ${of('rest').toFixed(2)} ms`;
}

const rows: Row[] = [];
async function measure(atATime: AtATime): Promise<void> {
  const figures: Record<'product' | 'grouped' | 'single', number[]> = { product: [], grouped: [], single: [] };
  late.length = 0;
  for (const path of Object.keys(cpu)) delete cpu[path];
  for (let turn = 0; turn < turns; turn++) {
    const order =
      turn % 2 === 0 ? (['product', 'grouped', 'single'] as const) : (['single', 'grouped', 'product'] as const);
    for (const which of order)
      figures[which].push(
        which === 'product' ? await posts(product, '/api/reports', atATime) : await posts(bare, `/${which}`, atATime),
      );
  }
  const row = (beside: 'grouped' | 'single', what: string, goal: number): Row =>
    judged({
      p: 'P1',
      name: `${atATime} in flight, beside ${beside === 'grouped' ? 'grouped inserts' : 'an insert each'}`,
      what: 'POST /api/reports answered 201, durable by majority and journal',
      unit: 'reports/s',
      product: figures.product,
      limit: { what, figures: figures[beside] },
      goal: { kind: 'at least', value: goal, of: 'ratio' },
      note:
        beside === 'grouped'
          ? `p99 ${Math.round(median(late))} ms; CPU of a report: ${cpuOf('/api/reports')}; of the grouped: ${cpuOf('/grouped')}.`
          : `CPU of an insert each: ${cpuOf('/single')}.`,
    });
  rows.push(
    row('grouped', 'Fastify, all that wait in one insert', 0.5),
    row('single', 'Fastify, an insert a request', 1.5),
  );
}

try {
  await posts(bare, '/grouped', 32);
  await posts(bare, '/single', 32);
  await house.kill('workers');
  await house.kill('engine');
  // By the machine's clock, as in life: the movable one would be looked for at the engine with each report.
  house.env.CLOCK_CONTROLLED = '0';
  await house.restart('server');
  await posts(product, '/api/reports', 32);
  await measure(32);
  await measure(128);
} finally {
  await Promise.all([product.close(), bare.close()]);
  peers.disconnect();
  await house.close();
}
console.log(printed('intake', rows));
await keep('intake', rows);
process.exit(0);
