/** Puts the audit log's newest entry into the file of anchors: at the start, after many entries, and every hour. */
import { anchorsIn } from '../../store/audit-anchors.ts';
import type { House } from '../house.ts';
import type { Work } from '../keeper.ts';

/** What may be cut off the end of the log without an anchor knowing of it. */
const mostEntries = 100;
const longestMs = 3_600_000;

export function anchorWork(
  house: Pick<House, 'store' | 'settings' | 'machineNow'>,
  complain: (error: unknown) => void,
): Work {
  const anchors = anchorsIn(house.settings.anchorsFile);
  let last: { number: number; at: number } | undefined;
  return {
    async work() {
      const head = await house.store.audit.head();
      const now = house.machineNow();
      const known = last?.number ?? 0;
      const due = !last || head.number - known >= mostEntries || now - last.at >= longestMs;
      if (!due || head.number === known) return 'idle';
      const { anchors: kept } = await anchors.read();
      if (head.number > (kept.at(-1)?.number ?? 0) && !(await anchors.add(head, now)))
        complain(new Error('the file of anchors is broken: see audit:verify'));
      last = { number: head.number, at: now };
      return 'idle';
    },
    stop() {},
  };
}
