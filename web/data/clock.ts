/**
 * Business time in the browser: the machine's clock, moved by what the server last said (`business-time` of its
 * answers), so that a wrong PC clock or a controlled engine clock shows the same time left as the server counts.
 */
let offset = 0;
let ticking: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Business time now, epoch milliseconds. */
export function now(): number {
  return Date.now() + offset;
}

/** Takes the server's time (ISO 8601) from an answer; null or nonsense changes nothing. */
export function learnTime(said: string | null): void {
  const at = said ? Date.parse(said) : Number.NaN;
  if (Number.isNaN(at)) return;
  const next = at - Date.now();
  const moved = Math.abs(next - offset) > 30_000;
  offset = next;
  if (moved) for (const listener of listeners) listener();
}

/** Calls `listener` every half minute and whenever the server's time jumps; answers how to stop. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const each of listeners) each();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}
