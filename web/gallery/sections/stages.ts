/** The way of a report as a line of steps, what became of it, and what happened on it. */
import { html } from 'lit';
import type { WayStep } from '../../../domain/api/way.ts';
import { resolutionMark } from '../../elements/resolution.ts';
import { historyList } from '../../elements/stage-line.ts';
import { wayLine } from '../../elements/way-line.ts';
import { actorName } from '../../text/names.ts';
import { type TextKey, t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import { history } from './samples.ts';

/** A step with the stage's name for a label: the real labels are the deployed diagram's. */
function step(stage: string, state: WayStep['state'], rest: Partial<WayStep> = {}): WayStep {
  const name = t(`stage.${stage}` as TextKey);
  return { elementId: stage, label: { vi: name, en: name }, state, ...rest };
}

const steps = (): WayStep[] => [
  step('intake', 'past', {
    article: '6.2',
    leftAt: '2026-01-05T07:40:00+07:00',
    dueAt: '2026-01-05T09:12:00+07:00',
    outcome: 'intake.accepted',
    by: 'ioc',
  }),
  step('scope', 'past', {
    article: '8.2',
    leftAt: '2026-01-05T09:10:00+07:00',
    dueAt: '2026-01-05T08:50:00+07:00',
    outcome: 'scope.in-scope',
    by: 'sgtvt',
  }),
  step('extension', 'past', {
    leftAt: '2026-01-05T09:35:00+07:00',
    outcome: 'extension.granted',
    by: 'sgtvt',
    extension: {
      outcome: 'granted',
      askedDays: 5,
      days: 4,
      by: 'sgtvt',
      from: '2026-01-13T09:10:00+07:00',
      to: '2026-01-19T09:10:00+07:00',
    },
  }),
  step('handling', 'here', {
    article: '8.3',
    enteredAt: '2026-01-05T09:35:00+07:00',
    dueAt: '2026-01-19T09:10:00+07:00',
    firstDueAt: '2026-01-13T09:10:00+07:00',
  }),
  step('approval', 'ahead', { article: '9.2', dueAt: '2026-01-20T09:10:00+07:00' }),
];

const way = (part: WayStep[]) => wayLine({ version: 1, asOf: '2026-01-05T10:00:00+07:00', steps: part });

export const stagesSection: Section = {
  id: 'stages',
  title: 'gallery.stages',
  draw: () => html`${specimen('gallery.stages.way', way(steps()), true)}
  ${specimen('gallery.stages.closed', way([step('handling', 'past', { leftAt: '2026-01-05T09:40:00+07:00', interrupted: true })]), true)}
  ${specimen(
    'gallery.stages.resolutions',
    html`<div class="row">${['fixed', 'answered', 'cannot-fix'].map(resolutionMark)}</div>`,
    true,
  )}
  ${specimen('gallery.stages.history', historyList(history, actorName), true)}`,
};
