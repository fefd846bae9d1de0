/** Random faults, one after the other, at moments and of kinds that a seed decides; each is over before the next begins. */
import type { House, PartName } from '../../house/house.ts';
import { type Between, troubles } from './between.ts';

export interface Fault {
  /** As it is printed. */
  what: string;
  /** Begins and ends it. */
  happen(): Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export interface ChaosOptions {
  house: House;
  between: readonly Between[];
  random: () => number;
  /** Nothing but kills. */
  killsOnly: boolean;
  /** A part that did not come up again at once is started again, which is told here. */
  onTrouble: (line: string) => void;
}

/** Draws the next fault: most often a kill, in which every part has its turn before one has it again. */
export function chaos({ house, between, random, killsOnly, onTrouble }: ChaosOptions): () => Fault {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const parts: (PartName | 'database')[] = [...house.parts, 'database'];

  let deck: (PartName | 'database')[] = [];

  function nextToDie(): PartName | 'database' {
    if (deck.length === 0) deck = [...parts];
    return deck.splice(Math.floor(random() * deck.length), 1)[0]!;
  }

  async function startAgain(part: PartName | 'database'): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await (part === 'database' ? house.startDatabase() : house.start(part));
      } catch (error) {
        onTrouble(`${part} did not start (try ${tries}): ${(error as Error).message}`);
        if (tries === 5) throw error;
        await pause(1_000);
      }
    }
  }

  function kill(): Fault {
    const part = nextToDie();
    const away = Math.round(200 + random() ** 2 * 6_000);
    return {
      what: `kill -9 of ${part}, away for ${away} ms`,
      async happen() {
        await (part === 'database' ? house.killDatabase() : house.kill(part));
        await pause(away);
        await startAgain(part);
      },
    };
  }

  function freeze(): Fault {
    const part = pick(parts);
    const still = Math.round(500 + random() * 4_500);
    return {
      what: `${part} stands still for ${still} ms`,
      async happen() {
        const goOn = house.freeze(part);
        await pause(still);
        goOn();
      },
    };
  }

  function lie(): Fault {
    const one = pick(between);
    const trouble = pick(troubles);
    const ms = Math.round(500 + random() * 4_500);
    return {
      what: `the way to a record endpoint ${trouble} for ${ms} ms`,
      async happen() {
        one.trouble = trouble;
        await pause(ms);
        one.trouble = undefined;
      },
    };
  }

  return () => (killsOnly ? kill() : pick([kill, kill, kill, freeze, lie])());
}
