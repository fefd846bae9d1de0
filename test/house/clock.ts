/** The engine's clock in a test's hand: it goes on from where it was set, and can be moved. */

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function millisecondsOf(amount: string): number {
  const [, count, unit] = amount.match(/^(\d+)([smhd])$/) ?? [];
  if (!count || !unit) throw new Error(`Not an amount of time: ${amount}`);
  return Number(count) * (units[unit] as number);
}

export class MovableClock {
  readonly #url: string;

  constructor(managementUrl: string) {
    this.#url = `${managementUrl}/actuator/clock`;
  }

  /** Epoch milliseconds. */
  async now(): Promise<number> {
    const answer = await fetch(this.#url);
    return ((await answer.json()) as { epochMilli: number }).epochMilli;
  }

  /** Lets the clock go on from this moment (ISO 8601 with offset); never backwards in a test. */
  async set(moment: string): Promise<void> {
    await this.#add(Date.parse(moment) - (await this.now()));
  }

  /** `2h`, `90m`, `3d`: calendar time, not working time. */
  forward(amount: string): Promise<void> {
    return this.#add(millisecondsOf(amount));
  }

  /** As a machine's clock does that was wrong and is set right: only where that is what the test is about. */
  back(amount: string): Promise<void> {
    return this.#add(-millisecondsOf(amount));
  }

  async #add(offsetMilli: number): Promise<void> {
    const answer = await fetch(`${this.#url}/add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMilli }),
    });
    if (!answer.ok) throw new Error(`The clock did not move: ${answer.status} ${await answer.text()}`);
  }
}
