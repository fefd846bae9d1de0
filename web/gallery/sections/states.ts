/** Empty, loading, and everything that can go wrong, each with what to do. */
import { html } from 'lit';
import { Problem } from '../../data/http.ts';
import { emptyState, loadingState, problemState } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';

const failures: readonly [name: TextKey, problem: Problem][] = [
  ['gallery.state.offline', new Problem(0, {})],
  ['gallery.state.login', new Problem(401, {})],
  ['gallery.state.right', new Problem(403, {})],
  ['gallery.state.gone', new Problem(404, {})],
  ['gallery.state.often', new Problem(429, {}, 30)],
  ['gallery.state.down', new Problem(503, {})],
];

export const statesSection: Section = {
  id: 'states',
  title: 'gallery.states',
  draw: () => html`${specimen(
    'gallery.state.empty',
    emptyState(
      t('gallery.state.empty.title'),
      t('gallery.state.empty.text'),
      html`<button type="button" class="button">${t('sent.another')}</button>`,
    ),
  )}
  ${specimen('gallery.state.loading', loadingState())}
  ${failures.map(([name, problem]) =>
    specimen(
      name,
      problemState(problem, () => {}),
    ),
  )}
  ${specimen('gallery.state.bar', html`<p class="offline">${t('state.offline')}</p>`, true)}`,
};
