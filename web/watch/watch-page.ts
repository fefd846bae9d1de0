/**
 * The watch: the diagram that the newest reports run on with live numbers at each step, what needs someone now, and the
 * instances below. Grey until something needs a person.
 */
import { html, nothing } from 'lit';
import { now } from '../data/clock.ts';
import { type Counts, type InstanceItem, listInstances, readCounts, readDiagram } from '../data/instances.ts';
import { listen } from '../data/stream.ts';
import type { DiagramView } from '../elements/diagram-view.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, problemState } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { t } from '../text/text.ts';
import { clockTime, number } from '../text/times.ts';
import './instance-table.ts';
import '../elements/diagram-view.ts';
import '../tasks/staff.css';
import './watch.css';

interface Shown {
  newest: InstanceItem;
  xml: string;
}

export class WatchPage extends Page {
  #live = false;
  #element: { id: string; name: string } | null = null;
  readonly #diagram = new Loading<Shown | null>(this, async (signal) => {
    const { items } = await listInstances({ limit: 1 }, signal);
    const newest = items[0];
    return newest ? { newest, xml: await readDiagram(newest.definitionKey) } : null;
  });
  readonly #counts = new Loading<Counts>(this, (signal) =>
    readCounts(this.#diagram.value?.newest.definitionKey ?? '', signal),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
    const again = throttle(() => {
      if (this.#diagram.value) void this.#counts.again();
      else void this.#start();
    }, 250);
    for (const name of ['instance', 'incident', 'task', 'reset'] as const) this.untilGone(listen(name, again));
    this.untilGone(
      listen('connected', (live) => {
        this.#live = live;
        this.requestUpdate();
      }),
    );
  }

  async #start(): Promise<void> {
    await this.#diagram.again();
    if (this.#diagram.value) await this.#counts.again();
  }

  #totals(): { tokens: number; overdue: number; incidents: number } {
    const sum = { tokens: 0, overdue: 0, incidents: 0 };
    for (const one of Object.values(this.#counts.value?.elements ?? {})) {
      sum.tokens += one.tokens;
      sum.overdue += one.overdue;
      sum.incidents += one.incidents;
    }
    return sum;
  }

  override render() {
    const shown = this.#diagram.value;
    const totals = this.#totals();
    const asOf = this.#counts.value ? clockTime(this.#counts.value.asOf) : clockTime(now());
    return html`<div class="stack">
      <header class="row spread">
        <div class="row">
          <h1 tabindex="-1">${t('watch.title')}</h1>
          ${shown ? html`<span class="soft s">${t('watch.version', { n: shown.newest.version })}</span>` : nothing}
        </div>
        <span class="live s ${this.#live ? 'on' : ''}" role="status">
          <span class="dot" aria-hidden="true"></span>${t(this.#live ? 'tasks.live' : 'tasks.notLive')} · ${t('watch.asOf', { at: asOf })}
        </span>
      </header>
      ${this.#body(shown, totals)}
    </div>`;
  }

  #body(shown: Shown | null | undefined, totals: { tokens: number; overdue: number; incidents: number }) {
    if (shown === undefined) {
      const { problem } = this.#diagram;
      return problem ? problemState(problem, () => void this.#start()) : loadingState();
    }
    if (shown === null) return emptyState(t('watch.noDiagram'), t('watch.noDiagram.text'));
    return html`<div class="figures" aria-label=${t('watch.needs')} role="group">
        ${this.#figure(t('watch.overdue'), totals.overdue, totals.overdue > 0 ? 'late' : '')}
        ${this.#figure(t('watch.incidents'), totals.incidents, totals.incidents > 0 ? 'soon' : '')}
        ${this.#figure(t('watch.running'), totals.tokens, '')}
        ${totals.overdue + totals.incidents === 0 ? html`<p class="soft s">${t('watch.calm')}</p>` : nothing}
      </div>
      <qn-diagram
        .xml=${shown.xml}
        .counts=${this.#counts.value?.elements ?? {}}
        .label=${t('watch.diagram')}
        @element=${(event: CustomEvent<{ id: string; name: string }>) => {
          this.#element = event.detail;
          this.requestUpdate();
          this.querySelector('qn-instances')?.scrollIntoView({ block: 'nearest' });
        }}
      ></qn-diagram>
      <qn-instances
        .element=${this.#element}
        .nameOf=${(id: string) => this.querySelector<DiagramView>('qn-diagram')?.nameOf(id) ?? id}
        @everywhere=${() => {
          this.#element = null;
          this.requestUpdate();
        }}
      ></qn-instances>`;
  }

  #figure(label: string, value: number, tone: string) {
    return html`<div class="figure ${tone}">
      <span class="value">${tone ? icon(tone === 'late' ? 'late' : 'alert') : nothing}${number(value)}</span>
      <span class="s">${label}</span>
    </div>`;
  }
}
define('qn-watch-page', WatchPage);
