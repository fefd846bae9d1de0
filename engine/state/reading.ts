/** What one read or search works out on the way: made anew for each, and only as far as it is asked for. */
import type { Instance } from './entities.ts';
import type { Known } from './state.ts';

export class Reading {
  readonly known: Known;
  #troubled: ReadonlySet<number> | undefined;

  /** `troubled` where it need not be worked out. */
  constructor(known: Known, troubled?: ReadonlySet<number>) {
    this.known = known;
    this.#troubled = troubled;
  }

  /** Keys of the instances that have an incident, or in which, or in what they call, there is one. */
  get troubled(): ReadonlySet<number> {
    this.#troubled ??= this.#findTroubled();
    return this.#troubled;
  }

  #findTroubled(): Set<number> {
    const troubled = new Set<number>();
    for (const { elementInstanceKey, processInstanceKey } of this.known.incidents.values()) {
      let at = this.known.instances.get(elementInstanceKey) ?? this.known.instances.get(processInstanceKey);
      while (at && !troubled.has(at.key)) {
        troubled.add(at.key);
        at = at.parent ?? this.known.instances.get(at.callerKey);
      }
    }
    return troubled;
  }
}

/** The instance and all that is in it, without what it calls: the outer before the inner. */
export function* inside(instance: Instance): Generator<Instance> {
  yield instance;
  if (instance.children) for (const child of instance.children) yield* inside(child);
}
