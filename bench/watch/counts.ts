/**
 * P8: what stands where on the diagram, after a million instances have ended. The store is filled with rows as the
 * projection leaves them (a million ended instances, three hundred thousand ended tasks, kept counters); the answer is
 * asked of the product over HTTP. Beside the same question before there was any past.
 */
import { House } from '../../test/house/house.ts';
import { judged, quantile } from '../rounds.ts';
import { keep, printed } from '../table.ts';

const instances = 1_000_000;
const tasks = 300_000;
const rounds = 5;
const perRound = 40;

const house = await House.open({ ownDatabase: true });
const client = await house.database();
try {
  const watch = await house.as('ioc.watch');
  const open = 200;
  for (let n = 0; n < open; n += 1) await house.anyone.sends();
  const items = (await watch.get('/api/instances?limit=1')).body.items as { definitionKey: string }[];
  const { definitionKey } = items[0]!;
  const path = `/api/diagrams/${definitionKey}/counts`;
  const once = async (): Promise<number> => {
    const began = performance.now();
    const { status } = await watch.get(path);
    if (status !== 200) throw new Error(`Counts: ${status}`);
    return performance.now() - began;
  };
  const measure = async (): Promise<number[]> => {
    for (let warming = 0; warming < 20; warming += 1) await once();
    const medians: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const figures: number[] = [];
      for (let n = 0; n < perRound; n += 1) figures.push(await once());
      medians.push(quantile(figures, 0.5));
    }
    return medians;
  };
  const before = await measure();

  const db = client.db();
  const at = Date.parse('2025-01-02T08:00:00+07:00');
  const fill = async (name: string, many: number, row: (n: number) => object): Promise<void> => {
    for (let n = 0; n < many; n += 10_000) {
      const batch = Array.from({ length: 10_000 }, (_, k) => row(n + k));
      await db.collection(name).insertMany(batch as never[], { ordered: false, writeConcern: { w: 1 } });
    }
  };
  await fill('instances', instances, (n) => ({
    _id: `9${n}`,
    definitionKey,
    processId: 'field-report',
    version: 1,
    reportCode: `P${n}`,
    state: 'completed',
    startedAt: at + n * 30_000,
    endedAt: at + n * 30_000 + 86_400_000,
    standing: {},
    dueAt: null,
    incidents: 0,
    variables: {},
  }));
  await fill('tasks', tasks, (n) => ({
    _id: `9${n}`,
    taskInstance: `8${n}`,
    instanceKey: `9${n}`,
    definitionKey,
    elementId: 'handling',
    stage: 'handling',
    name: '',
    reportCode: `P${n}`,
    groups: ['agency:sgtvt:officer'],
    state: 'completed',
    open: false,
    createdAt: at + n * 30_000,
    endedAt: at + n * 30_000 + 3_600_000,
    dueAt: at + n * 30_000 + 7_200_000,
    version: 3,
    search: '',
  }));
  const rows = [
    judged({
      p: 'P8',
      name: 'counts on the diagram',
      what: `GET …/counts among ${instances.toLocaleString('en')} past instances, ${open} running`,
      unit: 'ms',
      product: await measure(),
      limit: { what: 'no past', figures: before },
      goal: { kind: 'at most', value: 20, of: 'figure' },
      note: `${tasks.toLocaleString('en')} ended tasks beside them; rows written as the projection leaves them`,
    }),
  ];
  console.log(printed('watch/counts', rows));
  await keep('watch/counts', rows);
} finally {
  await client.close();
  await house.close();
}
