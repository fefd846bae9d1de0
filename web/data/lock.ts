/** One at a time among all windows of this device and the service worker (Web Locks), where the browser has them. */

const queues = new Map<string, Promise<unknown>>();

/** Runs `work` when nobody else holds `name`. Without Web Locks (plain http) the order holds within this page only. */
export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(`qn.${name}`, work) as Promise<T>;
  const turn = (queues.get(name) ?? Promise.resolve()).then(work, work);
  queues.set(
    name,
    turn.catch(() => {}),
  );
  return turn;
}

/** Like `alone`, but does not wait: undefined where somebody holds it. */
export async function ifFree<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  if (!navigator.locks) return alone(name, work);
  return navigator.locks.request(`qn.${name}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
