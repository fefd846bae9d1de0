/** Words of the watch (/watch), English. One block a concern. */
import { watchInstanceEn } from './instance/en.ts';
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
  'watch.forecast.back': 'Watch',
  'watch.forecast.title': 'Forecast of delays',
  'watch.forecast.intro':
    'The running reports are played on many times; each open task takes as long as such tasks have taken before.',
  'watch.forecast.asOf': 'Reckoned {at}',
  'watch.forecast.reckoning': 'Reckoning, {n} runs so far',
  'watch.forecast.first': 'The first forecast is being reckoned; it takes about a minute.',
  'watch.forecast.anew': 'Reckon anew',
  'watch.forecast.failed': 'The forecast could not be reckoned',
  'watch.forecast.failed.text': 'Press “Reckon anew” to try again. The other figures of the watch are not affected.',
  'watch.forecast.evening': 'will be late by {at}',
  'watch.forecast.week': 'will be late by {at}',
  'watch.forecast.lateNow': 'late already',
  'watch.forecast.interval': 'from {low} to {high} in eight runs of ten',
  'watch.forecast.sure': 'the same in every run',
  'watch.forecast.helps': 'What would help',
  'watch.forecast.help': '{who}: with the {n} tasks at risk done within the next two working hours,',
  'watch.forecast.help.change': 'late falls from {before} to {after}',
  'watch.forecast.none': 'No report is seen to become late',
  'watch.forecast.none.text': 'In every run the open tasks are done in time.',
  'watch.forecast.list': '{n} reports may be late',
  'watch.forecast.stage': 'Stage',
  'watch.forecast.who': 'With whom',
  'watch.forecast.due': 'Due',
  'watch.forecast.byEvening': 'By this evening',
  'watch.forecast.byWeek': 'By the week’s end',
  'watch.forecast.basis': '{runs} runs, drawing from {n} reports that ended in the last four months.',
  'watch.forecast.assumed': 'Too few figures of the province yet',
  'watch.forecast.assumed.text':
    'Few reports have ended so far, so durations are assumed; the forecast comes closer as more do.',
  'watch.forecast.unsure': '{n} reports that were moved by hand are not reckoned with: {codes}.',
  // One report through time: watch/instance/
  ...watchInstanceEn,
};
