/** Open incidents across all reports: what stopped, where, how often, what it means, and a retry of one or of all of them. */
import { html, nothing } from 'lit';
import { type IncidentGroup, type IncidentGroups, readIncidentGroups } from '../data/history.ts';
import { Problem } from '../data/http.ts';
import { readInstance, retryIncident } from '../data/instances.ts';
import { hasRight } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { t } from '../text/text.ts';
import { number, shortTime } from '../text/times.ts';
import { incidentHelp } from './incident-help.ts';
import { type Outcome, type Progress, retryMany } from './retry-many.ts';
import '../tasks/staff.css';
import './watch.css';

export class IncidentsPage extends Page {
  readonly #list = new Loading<IncidentGroups>(this, (signal) => readIncidentGroups(signal));
  /** A run over a group keeps it on the screen until the page is left. */
  readonly #runs = new Map<
    string,
    { group: IncidentGroup; progress: Progress; stop: AbortController; over: boolean }
  >();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
    const again = throttle(() => void this.#list.again(), 500);
    for (const name of ['incident', 'reset'] as const) this.untilGone(listen(name, again));
    this.untilGone(() => {
      for (const { stop } of this.#runs.values()) stop.abort();
    });
  }

  #idOf = ({ elementId, errorType, message }: IncidentGroup): string => JSON.stringify([elementId, errorType, message]);

  async #run(group: IncidentGroup, keys: readonly string[]): Promise<void> {
    const id = this.#idOf(group);
    const places = new Map(group.items.map((one) => [one.key, one.instanceKey]));
    const stop = new AbortController();
    await retryMany(
      keys,
      (key) => this.#retry(key, places.get(key), group.elementId),
      (progress) => {
        this.#runs.set(id, { group, progress, stop, over: progress.tried === progress.of });
        this.requestUpdate();
      },
      stop.signal,
    );
    const run = this.#runs.get(id);
    if (run) run.over = true;
    await this.#list.again();
  }

  /** What the engine made of it: the answer comes when the records show it. */
  async #retry(key: string, instanceKey: string | undefined, elementId: string): Promise<Outcome> {
    try {
      await retryIncident(key);
    } catch (cause) {
      if (cause instanceof Problem) throw new Error(problemText(cause).text || problemText(cause).title);
      throw cause;
    }
    if (!instanceKey) return 'went';
    const { incidentList } = await readInstance(instanceKey);
    return incidentList.some((one) => one.elementId === elementId && !one.resolvedAt) ? 'again' : 'went';
  }

  override render() {
    const { value, problem } = this.#list;
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('instance.back')}</a>
        <h1 tabindex="-1">${t('watch.incident.title')}</h1>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#list.start()) : loadingState()}
    </div>`;
  }

  #body({ groups, total, grouped }: IncidentGroups) {
    const open = new Set(groups.map(this.#idOf));
    const over = [...this.#runs].filter(([id]) => !open.has(id)).map(([, { group }]) => group);
    if (groups.length + over.length === 0)
      return emptyState(t('watch.incident.none'), t('watch.incident.none.text'), nothing, 'check');
    return html`${
      total > grouped
        ? notice('soon', t('watch.incident.more', { total: number(total), grouped: number(grouped) }))
        : nothing
    }
      ${groups.map((group) => this.#group(group))} ${over.map((group) => this.#group(group))}`;
  }

  #group(group: IncidentGroup) {
    const run = this.#runs.get(this.#idOf(group));
    const running = run !== undefined && !run.over;
    const may = hasRight('incident.resolve');
    return html`<section class="card stack incident-group">
      <div class="row spread">
        <h2 class="row">${icon('alert')}${group.name}</h2>
        <span class="badge">${t('watch.incident.count', { n: number(group.count) })}</span>
      </div>
      <code class="s message">${group.errorType}: ${group.message}</code>
      <span class="xs soft">${t('watch.incident.since', { oldest: shortTime(group.oldest), newest: shortTime(group.newest) })}</span>
      ${incidentHelp(group.errorType)}
      ${
        may && !running
          ? html`<div class="row">
              <button type="button" class="button primary" @click=${() => this.#run(group, group.keys)}>
                ${icon('refresh')}${t('watch.incident.retryAll', { n: number(group.keys.length) })}
              </button>
            </div>`
          : nothing
      }
      ${run ? this.#progress(run.progress, running, run.stop) : nothing}
      <details>
        <summary>${t('watch.incident.rows', { n: number(group.items.length), of: number(group.count) })}</summary>
        <ul class="plain stack tight">
          ${group.items.map(
            (one) =>
              html`<li class="row spread">
                <a href="/watch/${one.instanceKey}">${one.reportCode ?? one.instanceKey}</a>
                <span class="xs soft">${shortTime(one.createdAt)}</span>
                ${this.#outcome(run?.progress.outcomes.get(one.key))}
                ${
                  may && !running
                    ? html`<button
                        type="button"
                        class="button small"
                        aria-label=${t('watch.incident.retryOne', { code: one.reportCode ?? one.instanceKey })}
                        @click=${() => this.#run(group, [one.key])}
                      >
                        ${t('instance.retry')}
                      </button>`
                    : nothing
                }
              </li>`,
          )}
        </ul>
      </details>
    </section>`;
  }

  #progress({ tried, of, outcomes }: Progress, running: boolean, stop: AbortController) {
    const done = [...outcomes.values()].filter((one) => one === 'went').length;
    const said = { n: number(tried), of: number(of), done: number(done), failed: number(tried - done) };
    return html`<div class="stack tight" role="status">
      <progress max=${of} value=${tried} aria-label=${t('watch.incident.progress', said)}></progress>
      <span class="s">${t('watch.incident.progress', said)}</span>
      ${
        running
          ? html`<div class="row">
              <span class="xs soft grow">${t('watch.incident.leave')}</span>
              <button type="button" class="button small" @click=${() => stop.abort()}>${t('watch.incident.stop')}</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #outcome(outcome: Outcome | undefined) {
    if (outcome === undefined) return nothing;
    if (outcome === 'went') return html`<span class="badge done">${t('watch.incident.went')}</span>`;
    if (outcome === 'again') return html`<span class="badge soon">${t('watch.incident.again')}</span>`;
    return html`<span class="badge late">${t('watch.incident.refused', { why: outcome.refused })}</span>`;
  }
}
define('qn-incidents-page', IncidentsPage);
