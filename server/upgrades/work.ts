/** What changes older programs' data is done while servers work, as soon as no older program lives. */
import { contract, type Upgrade } from '../../store/upgrades/upgrade.ts';
import type { Work } from '../keeper.ts';

export function upgradeWork(upgrade: Upgrade): Work {
  let done = false;
  let stopped = false;
  return {
    async work() {
      if (done) return 'idle';
      done = (await contract({ ...upgrade, stopped: () => stopped })) === 'done';
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}
