/**
 * P9: one event to a thousand viewers of the watch. On the real product: an officer's claim becomes a record, is
 * projected and told; from the first viewer who hears of it to 99 of 100. Beside a bare server that writes one event to a
 * thousand responses, to the same viewers' process.
 */
import { House } from '../../test/house/house.ts';
import { cookieOf } from '../listener.ts';
import { judged, quantile } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { bareFanOut, openViewers } from './viewers.ts';

const many = 1_000;
const rounds = 5;
const perRound = 8;

/** Ms from the first who heard to 99 of 100. */
const spread = (heard: number[]): number => quantile(heard, 0.99) - Math.min(...heard);

const house = await House.open({ ownDatabase: true });
const bare = await bareFanOut();
try {
  const intake = await house.as('ioc.intake');
  const report = await house.anyone.sends();
  const { key } = await intake.task(report.code, 'intake');
  const cookie = await cookieOf(house.url, 'ioc.watch');
  const viewers = await openViewers(`${house.url}/api/stream`, many, { cookie });
  const others = await openViewers(bare.url, many);
  let [turn, word] = [0, 0];
  const product = async (): Promise<number> => {
    turn += 1;
    const claims = turn % 2 === 1;
    const heard = viewers.next(`"state":"${claims ? 'assigned' : 'created'}"`);
    if (claims) await intake.claims(key);
    else await intake.ask('DELETE', `/api/tasks/${key}/assignee`);
    return spread(await heard);
  };
  const limit = async (): Promise<number> => {
    word += 1;
    const heard = others.next(`word-${word}-`);
    bare.send(`word-${word}-`);
    return spread(await heard);
  };
  for (let warming = 0; warming < 4; warming += 1) await product();
  for (let warming = 0; warming < 4; warming += 1) await limit();
  const figures: { product: number[]; limit: number[] } = { product: [], limit: [] };
  for (let round = 0; round < rounds; round += 1) {
    const [mine, theirs]: [number[], number[]] = [[], []];
    for (let n = 0; n < perRound; n += 1) {
      mine.push(await product());
      theirs.push(await limit());
    }
    figures.product.push(quantile(mine, 0.5));
    figures.limit.push(quantile(theirs, 0.5));
  }
  const rows = [
    judged({
      p: 'P9',
      name: 'one event to 1,000 viewers',
      what: 'from the first viewer who hears of a claim to 99 of 100',
      unit: 'ms',
      product: figures.product,
      limit: { what: 'bare fan-out', figures: figures.limit },
      goal: { kind: 'at most', value: 1.5, of: 'ratio' },
    }),
  ];
  console.log(printed('watch/viewers-1000', rows));
  await keep('watch/viewers-1000', rows);
  viewers.close();
  others.close();
} finally {
  bare.close();
  await house.close();
}
