/** One recovery in this process: `engine` makes the living state, `bare` only reads, parses and keeps the records. */

import { ManualClock } from '../../engine/clock.ts';
import { createEngine } from '../../engine/engine.ts';
import { openJournal } from '../../engine/journal/journal.ts';

const [how, dir] = process.argv.slice(2);
const began = performance.now();
const journal = await openJournal({ dir: dir!, warn: () => {} });
let known = 0;
if (how === 'engine') {
  const engine = await createEngine({ clock: new ManualClock(0), journal });
  known = engine.searchProcessInstances({ page: { limit: 1 } }).page.totalItems;
} else {
  const kept = new Map<string, object>();
  await journal.recover(
    () => {},
    ({ records }) => {
      for (const record of records) kept.set(record.key, record.value);
      known += records.length;
    },
  );
}
const ms = performance.now() - began;
process.stdout.write(JSON.stringify({ ms, known }), () => process.exit(0));
