/** Words of the watch (/watch), English. One block a concern. */
import type { watchVi } from './vi.ts';

export const watchEn: Record<keyof typeof watchVi, string> = {
  // watch.live.*: the live diagram
  // watch.needs.*: what needs someone now
  // watch.timer.*: timers
  // watch.wall.*: the wall
  // watch.past.*: the past
  // watch.play.*: playback of one instance
  // watch.act.*: cancel, move, migrate
  // watch.forecast.*: the forecast
};
