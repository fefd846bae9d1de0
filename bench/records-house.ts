/** A whole house whose records can be watched on their way: from the engine's clock to an officer's event stream. */
import { setTimeout as pause } from 'node:timers/promises';
import { House } from '../test/house/house.ts';
import { until } from '../test/house/until.ts';
import { listen } from './listener.ts';
import { type Tap, tapRecords } from './records-tap.ts';

export interface RecordsHouse {
  house: House;
  tap: Tap;
  /** Sends a report and answers how long its first record was on the way to the stream, ms. */
  once(): Promise<number>;
  /** Nothing has come by for a moment: the engine has nothing to do. */
  quiet(): Promise<void>;
  /** So many reports, each when the engine is quiet after the one before: ms of each. */
  oneByOne(reports: number): Promise<number[]>;
  close(): Promise<void>;
}

/** A house with a tap between its engine and its server. */
export async function openTapped(env: Record<string, string> = {}): Promise<{ house: House; tap: Tap }> {
  let tap!: Tap;
  const house = await House.open({
    ownDatabase: true,
    recordsBy: async (port) => {
      tap = await tapRecords(port);
      return tap.port;
    },
    env,
  });
  return { house, tap };
}

export async function openRecordsHouse(): Promise<RecordsHouse> {
  const { house, tap } = await openTapped({ REPORTS_PER_10MIN: '1000000' });
  const listener = await listen(house.url, 'ioc.watch');
  /** How far the engine's clock is ahead of this machine's, ms. */
  const ahead = (await house.clock.now()) - Date.now();

  async function once(): Promise<number> {
    const from = Date.now();
    const { code } = await house.anyone.sends();
    const told = await listener.told(code);
    const record = tap.saw(['"valueType":"VARIABLE"', '"intent":"CREATED"', code], from);
    if (!record) throw new Error(`No record of ${code} came by`);
    return told - (record.timestamp - ahead);
  }

  async function quiet(): Promise<void> {
    let before = -1;
    await until(
      async () => {
        const now = tap.count();
        const still = now === before;
        before = now;
        if (!still) await pause(300);
        return still;
      },
      'the engine to have nothing to do',
      120_000,
    );
  }

  return {
    house,
    tap,
    once,
    quiet,
    async oneByOne(reports) {
      const each: number[] = [];
      for (let n = 0; n < reports; n += 1) {
        each.push(await once());
        await quiet();
      }
      return each;
    },
    async close() {
      listener.close();
      await house.close();
      tap.close();
    },
  };
}
