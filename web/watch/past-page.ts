/**
 * The watch at a past moment (`/watch/past?at=`): the diagram with what stood where, what needed somebody, and the reports
 * that ran, each leading to its own playback. Nothing here moves by itself.
 */
import { html, nothing } from 'lit';
import type { Board, Needs } from '../../domain/api/watch.ts';
import { now } from '../data/clock.ts';
import { type InstanceItem, readDiagram } from '../data/instances.ts';
import { listInstancesAt, readBoardAt, readNeedsAt } from '../data/past.ts';
import type { DiagramView } from '../elements/diagram-view.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { go, rewriteAddress } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { number, shortTime } from '../text/times.ts';
import { momentOf } from './at-picker.ts';
import '../elements/diagram-view.ts';
import '../tasks/staff.css';
import './at-picker.ts';
import './playback.css';
import './watch.css';

interface Then {
  board: Board;
  needs: Needs;
  /** Of the version that is drawn. */
  definitionKey: string;
  xml: string;
  items: InstanceItem[];
  next: string | null;
}

/** Where an address names no moment. */
const dayMs = 86_400_000;

export class PastPage extends Page {
  #at = 0;
  #version = '';
  #element: { id: string; name: string } | null = null;
  readonly #then = new Loading<Then | null>(this, async (signal) => {
    const element = this.#element ? { element: this.#element.id } : {};
    const [board, needs, list] = await Promise.all([
      readBoardAt(this.#at, signal),
      readNeedsAt(this.#at, signal),
      listInstancesAt(this.#at, element, signal),
    ]);
    const version = board.versions.find((one) => one.definitionKey === this.#version) ?? board.versions[0];
    if (!version) return null;
    const { definitionKey } = version;
    return { board, needs, definitionKey, xml: await readDiagram(definitionKey), ...list };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#at = momentOf(this.query) ?? now() - dayMs;
    void this.#then.start();
  }

  #look(at: number | null): void {
    if (at === null) {
      go('/watch');
      return;
    }
    this.#at = at;
    rewriteAddress(`/watch/past?at=${encodeURIComponent(new Date(at).toISOString())}`);
    void this.#then.again();
  }

  async #more(then: Then): Promise<void> {
    const element = this.#element ? { element: this.#element.id } : {};
    const more = { ...element, ...(then.next ? { after: then.next } : {}) };
    const { items, next } = await listInstancesAt(this.#at, more, new AbortController().signal);
    this.#then.put({ ...then, items: [...then.items, ...items], next });
  }

  override render() {
    const { value, problem } = this.#then;
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('instance.back')}</a>
        <h1 tabindex="-1">${t('watch.past.title')}</h1>
      </header>
      <qn-at-picker
        .at=${this.#at}
        @moment=${(event: CustomEvent<number | null>) => this.#look(event.detail)}
      ></qn-at-picker>
      ${
        value
          ? this.#body(value)
          : value === null
            ? emptyState(t('watch.noDiagram'))
            : problem
              ? problemState(problem, () => this.#then.start())
              : loadingState()
      }
    </div>`;
  }

  #body(then: Then) {
    const { board, needs, definitionKey, xml } = then;
    const count = (kind: string) => needs.lists.find((one) => one.kind === kind)?.count;
    const running = board.versions.reduce((sum, one) => sum + one.running, 0);
    const figure = (label: string, value: number | undefined, tone: 'late' | 'alert' | null) =>
      value === undefined
        ? nothing
        : html`<div class="figure ${value > 0 && tone ? (tone === 'late' ? 'late' : 'soon') : ''}">
            <span class="value">${value > 0 && tone ? icon(tone) : nothing}${number(value)}</span>
            <span class="s">${label}</span>
          </div>`;
    return html`<div class="figures" role="group" aria-label=${t('watch.past.figures')}>
        ${figure(t('watch.past.running'), running, null)} ${figure(t('watch.past.overdue'), count('overdue'), 'late')}
        ${figure(t('watch.past.unclaimed'), count('unclaimed'), null)}
        ${figure(t('watch.past.incidents'), count('incidents'), 'alert')}
      </div>
      ${
        board.versions.length > 1
          ? selectControl({
              id: 'past-version',
              label: t('watch.act.migrate.to'),
              value: definitionKey,
              none: t('watch.act.migrate.to'),
              choices: board.versions.map((one) => ({
                value: one.definitionKey,
                text: t('watch.act.migrate.version', { n: one.version }),
              })),
              compact: true,
              onChange: (version) => {
                this.#version = version;
                void this.#then.again();
              },
            })
          : nothing
      }
      <qn-diagram
        .xml=${xml}
        .counts=${board.counts[definitionKey] ?? {}}
        .label=${t('watch.past.diagram')}
        @element=${(event: CustomEvent<{ id: string; name: string }>) => {
          this.#element = event.detail;
          void this.#then.again();
        }}
      ></qn-diagram>
      ${this.#list(then)}`;
  }

  #list(then: Then) {
    const nameOf = (id: string) => this.querySelector<DiagramView>('qn-diagram')?.nameOf(id) ?? id;
    const address = encodeURIComponent(new Date(this.#at).toISOString());
    return html`<section class="stack tight" aria-labelledby="past-list">
      <div class="row">
        <h2 id="past-list">${t('watch.past.list')}</h2>
        ${
          this.#element
            ? html`<button
                type="button"
                class="button small"
                @click=${() => {
                  this.#element = null;
                  void this.#then.again();
                }}
              >
                ${t('watch.past.atElement', { name: this.#element.name })} ${icon('close')}
              </button>`
            : nothing
        }
      </div>
      ${
        then.items.length === 0
          ? html`<p class="soft">${t('watch.past.none')}</p>`
          : html`<div class="table-scroll" tabindex="0" role="group" aria-labelledby="past-list">
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">${t('watch.past.report')}</th>
                    <th scope="col">${t('watch.past.where')}</th>
                    <th scope="col">${t('watch.past.due')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${then.items.map(
                    (one) =>
                      html`<tr>
                        <td><a href="/watch/${one.key}?at=${address}">${one.reportCode ?? one.key}</a></td>
                        <td>${one.incidents ? icon('alert') : nothing}${one.elements.map(nameOf).join(', ')}</td>
                        <td class="nowrap">${one.overdue ? icon('late') : nothing}${one.dueAt ? shortTime(one.dueAt) : ''}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
      ${then.next ? busyButton({ text: t('act.more'), busy: false, onClick: () => void this.#more(then) }) : nothing}
    </section>`;
  }
}
define('qn-past-page', PastPage);
