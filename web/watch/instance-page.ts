/** One instance: its place on the diagram it runs on, every step with times, deadlines with their article, incidents with a retry. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import { type Incident, type InstanceDetail, readDiagram, readInstance, retryIncident } from '../data/instances.ts';
import { hasRight } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import type { DiagramView } from '../elements/diagram-view.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { countsOf, mainSteps, passedIds } from './counts.ts';
import '../elements/diagram-view.ts';
import '../elements/says-who.ts';
import '../tasks/staff.css';
import './watch.css';

interface Shown {
  instance: InstanceDetail;
  xml: string;
}

export class InstancePage extends Page {
  #allSteps = false;
  readonly #shown = new Loading<Shown>(this, async (signal) => {
    const instance = await readInstance(this.params.key ?? '', signal);
    return { instance, xml: await readDiagram(instance.definitionKey) };
  });

  override connectedCallback(): void {
    super.connectedCallback();
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

  #nameOf(id: string): string {
    return this.querySelector<DiagramView>('qn-diagram')?.nameOf(id) ?? id;
  }

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

  override render() {
    const { value, problem } = this.#shown;
    const code = value?.instance.reportCode ?? this.params.key ?? '';
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('instance.back')}</a>
        <div class="row">
          <h1 tabindex="-1">${t('instance.title', { code })}</h1>
          ${value ? html`<span class="badge">${t(`watch.state.${value.instance.state}` as TextKey)}</span>` : nothing}
        </div>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#shown.start()) : loadingState()}
    </div>`;
  }

  #body({ instance, xml }: Shown) {
    return html`<qn-diagram
        .xml=${xml}
        .counts=${countsOf(instance)}
        .passed=${passedIds(instance.path)}
        .focusOn=${instance.elements[0] ?? ''}
        .label=${t('instance.diagram')}
        @drawn=${() => this.requestUpdate()}
      ></qn-diagram>
      ${this.#incidents(instance)} ${this.#deadlines(instance)} ${this.#path(instance)} ${this.#variables(instance)}`;
  }

  #incidents(instance: InstanceDetail) {
    if (instance.incidentList.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="incidents">
      <h2 id="incidents">${t('instance.incidents')}</h2>
      ${instance.incidentList.map(
        (one) =>
          html`<div class="card row spread">
            <div class="stack tight grow">
              <strong class="row">${one.resolvedAt ? nothing : icon('alert')}${this.#nameOf(one.elementId)}</strong>
              <code class="s message">${one.errorType}: ${one.message}</code>
              <span class="xs soft">${t('instance.since', { at: shortTime(one.createdAt) })}</span>
            </div>
            ${
              one.resolvedAt
                ? html`<span class="soft s">${t('instance.resolved', { at: shortTime(one.resolvedAt) })}</span>`
                : hasRight('incident.resolve')
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

  #path(instance: InstanceDetail) {
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
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby="path">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('instance.column.element')}</th>
              <th scope="col">${t('instance.column.state')}</th>
              <th scope="col">${t('instance.column.entered')}</th>
              <th scope="col">${t('instance.column.left')}</th>
            </tr>
          </thead>
          <tbody>
            ${(this.#allSteps ? instance.path : mainSteps(instance.path)).map(
              (one) =>
                html`<tr>
                  <td>${one.name || this.#nameOf(one.elementId)}</td>
                  <td>${one.state === 'active' ? html`<strong>${t('instance.state.active')}</strong>` : t(`instance.state.${one.state}` as TextKey)}</td>
                  <td class="nowrap">${shortTime(one.enteredAt)}</td>
                  <td class="nowrap">${one.leftAt ? shortTime(one.leftAt) : ''}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #variables(instance: InstanceDetail) {
    const entries = Object.entries(instance.variables ?? {});
    if (entries.length === 0) return nothing;
    return html`<details>
      <summary>${t('instance.variables')}</summary>
      <dl class="facts variables">
        ${entries.map(([name, value]) => html`<dt class="mono">${name}</dt><dd class="mono">${JSON.stringify(value)}</dd>`)}
      </dl>
    </details>`;
  }
}
define('qn-instance-page', InstancePage);
