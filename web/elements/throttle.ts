/** Runs at once for the first call, then at most once every `ms` while more calls come; the last is never lost. */
export function throttle(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = false;
  const open = () => {
    timer = undefined;
    if (!waiting) return;
    waiting = false;
    fire();
  };
  const fire = () => {
    run();
    timer = setTimeout(open, ms);
  };
  return () => {
    if (timer === undefined) fire();
    else waiting = true;
  };
}
