/**
 * Reads again after something has happened, but not every screen in the same moment: each waits a little of its own, and
 * whatever happens meanwhile is read with it. A thousand screens hear the same event.
 */
export function gently(
  run: () => void,
  { within = 1_500, random = Math.random }: { within?: number; random?: () => number } = {},
): { soon: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon() {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          run();
        },
        within * (0.2 + 0.8 * random()),
      );
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
