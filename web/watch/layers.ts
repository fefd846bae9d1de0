/** What the diagram shows: where they stand, how many pass, how long they stay. One quiet layer at a time. Pure but for words. */
import type { ElementPassage, Passages } from '../../domain/api/watch.ts';
import type { DiagramNote } from '../elements/diagram-view.ts';
import { t } from '../text/text.ts';
import { number, workingAmount } from '../text/times.ts';

export const layers = ['now', 'through', 'wait'] as const;
export type Layer = (typeof layers)[number];

export type Heat = 'none' | 'calm' | 'soon' | 'late';

/**
 * A step by its own target, never by its rank: red when half of those who passed took longer than they have, or one who
 * stands there has waited longer; amber when one in ten did; grey within it; no colour where the law sets no time.
 */
export function heatOf(passage: ElementPassage): Heat {
  const { target, median, ninetieth, waitingLongest } = passage;
  if (!target) return 'none';
  const over = (minutes: number | null) => minutes !== null && minutes > target.minutes;
  if (over(median) || over(waitingLongest)) return 'late';
  return over(ninetieth) ? 'soon' : 'calm';
}

/** Per working hour of the window; null in a window without working time. */
export const perHour = (left: number, workingMinutes: number): number | null =>
  workingMinutes > 0 ? Math.round((left / (workingMinutes / 60)) * 10) / 10 : null;

export function notesOf(layer: Layer, passages: Passages, nameOf: (id: string) => string): Record<string, DiagramNote> {
  const notes: Record<string, DiagramNote> = {};
  for (const [id, passage] of Object.entries(passages.elements)) {
    const note = layer === 'through' ? through(id, passage, passages, nameOf) : wait(id, passage, nameOf);
    if (note) notes[id] = note;
  }
  return notes;
}

function through(
  id: string,
  { left }: ElementPassage,
  { workingMinutes }: Passages,
  nameOf: (id: string) => string,
): DiagramNote | null {
  if (left === 0) return null;
  const rate = perHour(left, workingMinutes);
  const said = t('watch.live.throughSaid', { name: nameOf(id), n: left });
  return {
    text: number(left),
    said: rate === null ? said : `${said}, ${t('watch.live.perHour', { n: number(rate) })}`,
    heat: 'none',
  };
}

function wait(id: string, passage: ElementPassage, nameOf: (id: string) => string): DiagramNote | null {
  const { median, ninetieth, waitingLongest, target } = passage;
  // What is over at once is no step at which anybody waits.
  const shown = median ?? waitingLongest;
  if (shown === null || (shown < 1 && !target)) return null;
  const said = [nameOf(id)];
  if (median !== null) said.push(t('watch.live.medianSaid', { amount: workingAmount(median) }));
  if (ninetieth !== null) said.push(t('watch.live.ninetiethSaid', { amount: workingAmount(ninetieth) }));
  if (waitingLongest !== null) said.push(t('watch.live.longestSaid', { amount: workingAmount(waitingLongest) }));
  if (target) said.push(t('watch.live.targetSaid', { amount: workingAmount(target.minutes) }));
  return { text: workingAmount(shown), said: said.join(', '), heat: heatOf(passage) };
}
