/**
 * One instance: its place on the diagram it runs on, played back to any moment (`?at=`), every step with its time and who
 * acted, why it went this way, dates, incidents with a retry, and the deeds of the duty officer.
 */
import { html, nothing } from 'lit';
import { happeningsOf, type Moment, momentsOf, stateAt } from '../../domain/playback.ts';
import type { DrawnFlow } from '../../domain/why.ts';
import { now } from '../data/clock.ts';
import { type ActView, type InstanceHistory, readActs, readHistory } from '../data/history.ts';
import { Problem } from '../data/http.ts';
import { type Incident, type InstanceDetail, readDiagram, readInstance, retryIncident } from '../data/instances.ts';
import { hasRight } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import type { DiagramView, ElementCount } from '../elements/diagram-view.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { toast } from '../elements/toasts.ts';
import { rewriteAddress } from '../shell/router.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime, shortTime } from '../text/times.ts';
import { openAct } from './act-form.ts';
import { momentOf, pastBanner } from './at-picker.ts';
import { flowsOf } from './drawn-flows.ts';
import { incidentHelp } from './incident-help.ts';
import { stepRows } from './instance-steps.ts';
import { variablesSection } from './instance-variables.ts';
import { waitsSection } from './instance-waits.ts';
import { whySection } from './instance-why.ts';
import '../elements/diagram-view.ts';
import '../elements/says-who.ts';
import '../tasks/staff.css';
import './happening-list.ts';
import './playback.css';
import './player.ts';
import './watch.css';

interface Shown {
  instance: InstanceDetail;
  history: InstanceHistory;
  acts: ActView[];
  xml: string;
  flows: Map<string, DrawnFlow[]>;
}

export class InstancePage extends Page {
  #allSteps = false;
  /** The moment that is shown; null: the present. */
  #at: number | null = null;
  readonly #shown = new Loading<Shown>(this, async (signal) => {
    const key = this.params.key ?? '';
    const [instance, history, acts] = await Promise.all([
      readInstance(key, signal),
      readHistory(key, signal),
      readActs(key, signal),
    ]);
    const xml = await readDiagram(instance.definitionKey);
    return { instance, history, acts, xml, flows: flowsOf(xml) };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#at = momentOf(this.query);
    void this.#shown.start();
    const again = throttle(() => void this.#shown.again(), 250);
    this.untilGone(
      listen('instance', (event) => {
        if (event.key === this.params.key) again();
      }),
    );
    this.untilGone(
      listen('incident', (event) => {
        if (event.instanceKey === this.params.key) again();
      }),
    );
    this.untilGone(listen('reset', again));
  }

  #show(at: number | null): void {
    this.#at = at;
    const path = `/watch/${this.params.key}`;
    rewriteAddress(at === null ? path : `${path}?at=${encodeURIComponent(new Date(at).toISOString())}`);
    this.requestUpdate();
    // The eye stays with the token.
    const history = this.#shown.value?.history;
    const [there] = history ? Object.keys(stateAt(history, at ?? now()).tokens) : [];
    if (there) this.querySelector<DiagramView>('qn-diagram')?.centre(there);
  }

  #nameOf = (id: string): string => {
    const step = this.#shown.value?.history.steps.find((one) => one.elementId === id);
    return step?.name ?? this.querySelector<DiagramView>('qn-diagram')?.nameOf(id) ?? id;
  };

  async #retry(incident: Incident): Promise<void> {
    try {
      await retryIncident(incident.key);
      toast(t('instance.retried'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#shown.again();
  }

  async #act(kind: 'cancel' | 'move' | 'migrate', subject: Shown): Promise<void> {
    if (kind === 'cancel') await import('./cancel-form.ts');
    if (kind === 'move') await import('./move-form.ts');
    if (kind === 'migrate') await import('./migrate-form.ts');
    const forms = {
      cancel: html`<qn-cancel-form .subject=${subject}></qn-cancel-form>`,
      move: html`<qn-move-form .subject=${subject}></qn-move-form>`,
      migrate: html`<qn-migrate-form .subject=${subject}></qn-migrate-form>`,
    };
    if (await openAct(t(`watch.act.${kind}.title` as TextKey), forms[kind])) await this.#shown.again();
  }

  override render() {
    const { value, problem } = this.#shown;
    const code = value?.instance.reportCode ?? this.params.key ?? '';
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('instance.back')}</a>
        <div class="row spread">
          <div class="row">
            <h1 tabindex="-1">${t('instance.title', { code })}</h1>
            ${value ? html`<span class="badge">${t(`watch.state.${value.instance.state}` as TextKey)}</span>` : nothing}
            ${value ? html`<span class="soft s">${t('watch.version', { n: value.instance.version })}</span>` : nothing}
          </div>
          ${value ? this.#deeds(value) : nothing}
        </div>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#shown.start()) : loadingState()}
    </div>`;
  }

  /** What may be done, and the tasks that are open. */
  #deeds(shown: Shown) {
    const open = shown.history.steps.filter((step) => step.task?.open);
    const running = shown.instance.state === 'active';
    const button = (kind: 'cancel' | 'move' | 'migrate') =>
      html`<button type="button" class="button small" @click=${() => this.#act(kind, shown)}>
        ${t(`watch.act.${kind}` as TextKey)}
      </button>`;
    return html`<div class="row">
      ${
        hasRight('task.see')
          ? open.map(
              (step) =>
                html`<a class="s" href="/tasks/${step.task!.key}">${t('watch.play.task', { name: step.name })}</a>`,
            )
          : nothing
      }
      ${running && hasRight('instance.change') ? button('move') : nothing}
      ${running && hasRight('instance.migrate') ? button('migrate') : nothing}
      ${running && hasRight('instance.change') ? button('cancel') : nothing}
    </div>`;
  }

  #body(shown: Shown) {
    const { instance, history, xml, flows } = shown;
    const at = this.#at ?? now();
    const moment = stateAt(history, at);
    const happenings = happeningsOf(history);
    const onMoment = (event: CustomEvent<number | null>) => this.#show(event.detail);
    return html`${this.#at === null ? nothing : this.#past(this.#at)}
      <qn-diagram
        .xml=${xml}
        .counts=${countsOf(moment)}
        .passed=${[...moment.passed, ...moment.flows]}
        .focusOn=${Object.keys(moment.tokens)[0] ?? ''}
        .label=${t('instance.diagram')}
        @drawn=${() => this.requestUpdate()}
      ></qn-diagram>
      <qn-player .moments=${momentsOf(happenings)} .at=${this.#at} @moment=${onMoment}></qn-player>
      ${this.#kept(history)} ${this.#incidents(history, at)}
      <section class="stack tight" aria-labelledby="story">
        <h2 id="story">${t('watch.play.story')}</h2>
        <qn-happenings
          .happenings=${happenings}
          .at=${this.#at}
          .nameOf=${this.#nameOf}
          @moment=${onMoment}
        ></qn-happenings>
      </section>
      ${this.#path(history, at)} ${waitsSection(history, at)} ${this.#deadlines(instance)}
      ${whySection(history, flows, this.#nameOf, at)} ${variablesSection(history, instance.variables ?? {}, at)}
      ${this.#acts(shown.acts)}`;
  }

  #past(at: number) {
    const address = `/watch/past?at=${encodeURIComponent(new Date(at).toISOString())}`;
    return pastBanner(at, html`<a class="s" href=${address}>${t('watch.past.whole')}</a>`);
  }

  /** Since when the way and the changes of variables are kept, where that is not from the start. */
  #kept({ knownSince, startedAt }: InstanceHistory) {
    if (knownSince === null) return html`<p class="soft s">${t('watch.play.noFlows')}</p>`;
    if (knownSince === startedAt || Date.parse(knownSince) <= Date.parse(startedAt)) return nothing;
    return html`<p class="soft s">${t('watch.play.unknownFlows', { at: fullTime(knownSince) })}</p>`;
  }

  #incidents(history: InstanceHistory, at: number) {
    const incidents = history.incidents.filter((one) => Date.parse(one.createdAt) <= at);
    if (incidents.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="incidents">
      <div class="row spread">
        <h2 id="incidents">${t('instance.incidents')}</h2>
        ${hasRight('incident.see') ? html`<a class="s" href="/watch/incidents">${t('watch.incident.title')}</a>` : nothing}
      </div>
      ${incidents.map(
        (one) =>
          html`<div class="card row spread">
            <div class="stack tight grow">
              <strong class="row">${one.resolvedAt ? nothing : icon('alert')}${this.#nameOf(one.elementId)}</strong>
              <code class="s message">${one.errorType}: ${one.message}</code>
              <span class="xs soft">${t('instance.since', { at: shortTime(one.createdAt) })}</span>
              ${one.resolvedAt ? nothing : incidentHelp(one.errorType)}
            </div>
            ${
              one.resolvedAt
                ? html`<span class="soft s">${t('instance.resolved', { at: shortTime(one.resolvedAt) })}</span>`
                : hasRight('incident.resolve') && this.#at === null
                  ? html`<button type="button" class="button primary" @click=${() => this.#retry(one)}>
                      ${icon('refresh')}${t('instance.retry')}
                    </button>`
                  : nothing
            }
          </div>`,
      )}
    </section>`;
  }

  #deadlines(instance: InstanceDetail) {
    if (instance.deadlines.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="deadlines">
      <h2 id="deadlines">${t('instance.deadlines')}</h2>
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby="deadlines">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('instance.column.element')}</th>
              <th scope="col">${t('instance.deadline.article')}</th>
              <th scope="col">${t('instance.deadline.budget')}</th>
              <th scope="col">${t('instance.deadline.started')}</th>
              <th scope="col">${t('instance.deadline.due')}</th>
              <th scope="col">${t('instance.deadline.first')}</th>
            </tr>
          </thead>
          <tbody>
            ${instance.deadlines.map(
              (one) =>
                html`<tr>
                  <td>${this.#nameOf(one.task)}</td>
                  <td>${one.article ? html`<qn-says-who .article=${one.article}></qn-says-who>` : nothing}</td>
                  <td>${one.budget ?? ''}</td>
                  <td class="nowrap">${shortTime(one.startedAt)}</td>
                  <td class="nowrap">${shortTime(one.dueAt)}</td>
                  <td class="nowrap soft">${one.originalDueAt === one.dueAt ? '' : shortTime(one.originalDueAt)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #path(history: InstanceHistory, at: number) {
    return html`<section class="stack tight" aria-labelledby="path">
      <div class="row spread">
        <h2 id="path">${t('instance.path')}</h2>
        <label class="tick">
          <input
            type="checkbox"
            .checked=${this.#allSteps}
            @change=${(event: Event) => {
              this.#allSteps = (event.target as HTMLInputElement).checked;
              this.requestUpdate();
            }}
          />
          ${t('instance.path.all')}
        </label>
      </div>
      ${stepRows(history, this.#allSteps, at)}
    </section>`;
  }

  #acts(acts: readonly ActView[]) {
    if (acts.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="acts">
      <h2 id="acts">${t('watch.act.list')}</h2>
      <ul class="plain stack tight">
        ${acts.map(
          ({ what, byName, at, reason }) =>
            html`<li>
              <strong class="s">${t(`watch.act.row.${what}` as TextKey, { who: byName, at: shortTime(at) })}</strong>
              <div class="s">${reason}</div>
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
define('qn-instance-page', InstancePage);

/** A moment as the diagram's counts. */
function countsOf({ tokens, incidents, overdue }: Moment): Record<string, ElementCount> {
  const ids = new Set([...Object.keys(tokens), ...Object.keys(incidents)]);
  return Object.fromEntries(
    [...ids].map((id) => [id, { tokens: tokens[id] ?? 0, incidents: incidents[id] ?? 0, overdue: overdue[id] ?? 0 }]),
  );
}
