/** The way of a report as a line of stages, and what happened on it. */
import { html } from 'lit';
import { historyList, stageLine } from '../../elements/stage-line.ts';
import { actorName } from '../../text/names.ts';
import { type Section, specimen } from '../specimen.ts';
import { closed, history } from './samples.ts';

export const stagesSection: Section = {
  id: 'stages',
  title: 'gallery.stages',
  draw: () => html`${specimen(
    'gallery.stages.start',
    stageLine({ status: 'received', stage: 'intake', history: history.slice(0, 1) }),
    true,
  )}
  ${specimen(
    'gallery.stages.way',
    stageLine({ status: 'in-progress', stage: 'handling', history: [...history] }),
    true,
  )}
  ${specimen('gallery.stages.closed', stageLine({ status: 'closed', stage: null, history: [...closed] }), true)}
  ${specimen('gallery.stages.history', historyList(history, actorName), true)}`,
};
