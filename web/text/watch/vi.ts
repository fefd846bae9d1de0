/** Lời của màn hình giám sát (/watch). Mỗi khối một việc. */
export const watchVi = {
  // watch.live.*: the live diagram
  // watch.needs.*: what needs someone now
  // watch.timer.*: timers
  // watch.wall.*: the wall
  // watch.past.*: the past
  // watch.play.*: playback of one instance
  // watch.act.*: cancel, move, migrate
  // watch.forecast.*: the forecast
} as const;
