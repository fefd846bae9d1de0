/** Many reports at once on their way, and the people who handle them. */
import { loadPeople } from '../../../local/directory.ts';
import { type House, password } from '../../house/house.ts';
import { lane } from './lane.ts';
import { Ledger } from './ledger.ts';
import { rivals } from './plans.ts';

export interface RunningLoad {
  ledger: Ledger;
  /** Rejects with what went wrong in a way that no fault explains. */
  failed: Promise<never>;
  /** No new reports; resolves when those on their way have ended. */
  finish(): Promise<void>;
}

/** `lanes`: reports at a time. */
export async function startLoad(house: House, lanes: number, random: () => number): Promise<RunningLoad> {
  const people = Object.entries(rivals).map(([name, groups]) => ({
    username: `${name}.2`,
    name: `${name} (2)`,
    groups,
  }));
  await loadPeople({ mongodbUri: house.databaseUri, password, people });
  const ledger = new Ledger();
  let going = true;
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const key = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  const load = { house, ledger, random, key, going: () => going };
  const running = Promise.all(Array.from({ length: lanes }, () => lane(load)));
  const failed = running.then(() => new Promise<never>(() => {}));
  failed.catch(() => {});
  return {
    ledger,
    failed,
    async finish() {
      going = false;
      await running;
    },
  };
}
