/** A value in a model: static text, or FEEL behind a leading `=` (zeebe-contract 4.3). */
import { compileFeel, type Feel, type Lookup, type Surroundings } from './feel.ts';

export class Expression {
  readonly text: string;
  #feel: Feel | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get isStatic(): boolean {
    return !this.text.startsWith('=');
  }

  /** FEEL compiled at first use, or at deployment by `check`. */
  get feel(): Feel {
    this.#feel ??= compileFeel(this.text.slice(1).trim());
    return this.#feel;
  }

  /** The message of the parser if the text is no FEEL, otherwise undefined. */
  check(): string | undefined {
    if (this.isStatic) return undefined;
    try {
      void this.feel;
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Static text, or FEEL's value (dates and durations as feelin's objects). */
  evaluate(lookup: Lookup, surroundings: Surroundings): unknown {
    return this.isStatic ? this.text : (this.feel.run(lookup, surroundings) ?? null);
  }
}
