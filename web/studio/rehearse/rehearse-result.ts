/** What a rehearsal found: on the diagram, in tables beside the version in force, queues, and what needs mending. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RehearsalDetail } from '../../../domain/api/rehearsals.ts';
import type { RehearsalResult, SideResult, Spread } from '../../../domain/rehearsal/result.ts';
import type { ModelFile } from '../../data/models.ts';
import { define, Light } from '../../elements/light.ts';
import { notice } from '../../elements/states.ts';
import { agencyName } from '../../text/names.ts';
import { count, share } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { csvOf } from './csv.ts';
import { type Kind, pair, spreadText } from './figures.ts';
import './heat-canvas.ts';
import { queueChart } from './queue-chart.ts';
import { staffName } from './staff-name.ts';

type Measured = SideResult['stages'][number] | SideResult['agencies'][number];
/** Reports, elements and flows that are listed; how many there are is said anyway. */
const listed = 40;

export class RehearseResult extends Light {
  static override properties = {
    found: { attribute: false },
    files: { attribute: false },
    model: { attribute: false },
  };
  declare found: RehearsalDetail & { result: RehearsalResult };
  declare files: readonly ModelFile[];
  model = '';
  #queue = '';

  get #diagram(): ModelFile | undefined {
    return this.files.find(({ name }) => name.endsWith('.bpmn'));
  }

  #name(id: string): string {
    const { draft, inForce } = this.found.result;
    return draft.names[id] ?? inForce?.names[id] ?? id;
  }

  protected override render() {
    const { result, speed } = this.found;
    const { draft, same } = result;
    const then = same ? undefined : (result.inForce ?? undefined);
    return html`<section class="stack" aria-labelledby="rehearsed">
      <div class="row spread">
        <h2 id="rehearsed">${t('studio.rehearse.result')}</h2>
        <button type="button" class="button small" @click=${() => this.#export()}>${t('studio.rehearse.csv')}</button>
      </div>
      <p class="s soft">
        ${t('studio.rehearse.about', { reports: count(result.received), runs: result.runs })}
        ${speed ? t('studio.rehearse.speed', { seconds: count(Math.round(speed.seconds)), hours: count(Math.round(speed.virtualHours / Math.max(0.1, speed.seconds))) }) : nothing}
      </p>
      ${same ? notice('info', t('studio.rehearse.same'), t('studio.rehearse.same.text')) : nothing}
      <dl class="rehearse-figures">
        ${this.#figure(t('studio.rehearse.allFirst'), 'share', draft.reports.first, then?.reports.first, 'more')}
        ${this.#figure(t('studio.rehearse.allExtended'), 'share', draft.reports.extended, then?.reports.extended, 'more')}
        ${this.#figure(t('studio.rehearse.halfDone'), 'days', draft.days, then?.days, 'less')}
        ${this.#figure(t('studio.rehearse.ended'), 'count', draft.ended, then?.ended, 'more')}
      </dl>
      ${this.#wrong(draft)}
      <h3>${t('studio.rehearse.canvas')}</h3>
      ${this.#diagram ? html`<qn-heat-canvas .xml=${this.#diagram.content} .result=${result}></qn-heat-canvas>` : nothing}
      <h3>${t('studio.rehearse.byStage')}</h3>
      ${this.#table(
        t('studio.rehearse.stage'),
        draft.stages.map((one) => [
          this.#name(one.stage),
          one,
          then ? (then.stages.find(({ stage }) => stage === one.stage) ?? null) : undefined,
        ]),
      )}
      <h3>${t('studio.rehearse.byAgency')}</h3>
      ${this.#table(
        t('studio.rehearse.agency'),
        draft.agencies.map((one) => [
          agencyName(one.agency),
          one,
          then ? (then.agencies.find(({ agency }) => agency === one.agency) ?? null) : undefined,
        ]),
      )}
      ${this.#queues(result)} ${this.#ways(result)} ${this.#unreached(draft)} ${this.#assumed(result)}
    </section>`;
  }

  #figure(label: string, kind: Kind, now: Spread | null, then: Spread | null | undefined, better: 'more' | 'less') {
    return html`<div class="card stack tight"><dt class="s">${label}</dt><dd class="stack tight">${pair(kind, now, then, better)}</dd></div>`;
  }

  /** What stops reports, before any figure: incidents, groups without people, stages that nobody knows. */
  #wrong({ incidents, unclaimable, unplayed }: SideResult): TemplateResult | typeof nothing {
    if (incidents.length + unclaimable.length + unplayed.length === 0) return nothing;
    const at = (id: string) =>
      html`<a href="/studio/${this.model}/edit?file=${encodeURIComponent(this.#diagram?.name ?? '')}&at=${encodeURIComponent(id)}">${this.#name(id)}</a>`;
    return html`<div class="stack tight">
      ${
        incidents.length > 0
          ? notice(
              'late',
              t('studio.rehearse.incidents'),
              html`<ul>${incidents.map((one) => html`<li>${at(one.elementId)}: ${one.message} (${spreadText('count', one.count)})</li>`)}</ul>`,
            )
          : nothing
      }
      ${
        unclaimable.length > 0
          ? notice(
              'soon',
              t('studio.rehearse.unclaimable'),
              html`<ul>${unclaimable.map((one) => html`<li>${staffName(one.group)}: ${at(one.stage)} (${spreadText('count', one.count)})</li>`)}</ul>`,
            )
          : nothing
      }
      ${
        unplayed.length > 0
          ? notice(
              'soon',
              t('studio.rehearse.unplayed'),
              html`<ul>${unplayed.map((one) => html`<li>${at(one.stage)} (${spreadText('count', one.count)})</li>`)}</ul>`,
            )
          : nothing
      }
    </div>`;
  }

  #table(first: string, rows: [string, Measured, Measured | null | undefined][]): TemplateResult {
    const cell = (
      kind: Kind,
      now: Spread | null,
      then: Measured | null | undefined,
      of: (one: Measured) => Spread | null,
      better: 'more' | 'less',
    ) => html`<td>${pair(kind, now, then === undefined ? undefined : then && of(then), better)}</td>`;
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${first}>
      <table class="table rehearse-table">
        <thead>
          <tr>
            <th scope="col">${first}</th>
            <th scope="col">${t('studio.rehearse.done')}</th>
            <th scope="col">${t('studio.rehearse.first')}</th>
            <th scope="col">${t('studio.rehearse.extended')}</th>
            <th scope="col">${t('studio.rehearse.waiting')}</th>
            <th scope="col">${t('studio.rehearse.working')}</th>
            <th scope="col">${t('studio.rehearse.took')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, one, then]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${spreadText('count', one.done)}</td>
                ${cell('share', one.first, then, ({ first: share }) => share, 'more')}
                ${cell('share', one.extended, then, ({ extended }) => extended, 'more')}
                ${cell('time', one.waiting, then, ({ waiting }) => waiting, 'less')}
                ${cell('time', one.working, then, ({ working }) => working, 'less')}
                ${cell('time', one.took, then, ({ took }) => took, 'less')}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #queues({ draft, queuesBy }: RehearsalResult): TemplateResult | typeof nothing {
    if (draft.queues.length === 0) return nothing;
    const sorted = draft.queues.toSorted((a, b) => b.mean - a.mean || b.max - a.max);
    const shown = sorted.find(({ group }) => group === this.#queue) ?? sorted[0]!;
    return html`<h3 id="queues">${t('studio.rehearse.queues')}</h3>
      <label class="row s" for="queue-of">
        ${t('studio.rehearse.queue.of')}
        <select
          class="control compact"
          id="queue-of"
          @change=${(event: Event) => {
            this.#queue = (event.target as HTMLSelectElement).value;
            this.requestUpdate();
          }}
        >
          ${sorted.map(
            ({ group, people, mean, max, busy }) =>
              html`<option value=${group} ?selected=${group === shown.group}>
                ${t('studio.rehearse.queue.option', { name: staffName(group), n: people, busy: share(busy, 1), mean: count(mean), max: count(max) })}
              </option>`,
          )}
        </select>
      </label>
      ${queueChart(shown, queuesBy)}`;
  }

  #ways({ changed, same, inForce }: RehearsalResult): TemplateResult | typeof nothing {
    if (same || !inForce) return nothing;
    const said = (way: readonly string[]) => way.map((step) => this.#name(step.split(' ')[0]!)).join(' → ');
    return html`<h3>${t('studio.rehearse.ways', { n: count(changed.count) })}</h3>
      ${
        changed.count === 0
          ? html`<p class="s soft">${t('studio.rehearse.ways.none')}</p>`
          : html`<details>
              <summary class="s">${t('studio.rehearse.shown', { n: count(Math.min(listed, changed.list.length)), of: count(changed.count) })}</summary>
              <ul class="rehearse-ways">
                ${changed.list.slice(0, listed).map(
                  ({ report, draft, inForce: then }) =>
                    html`<li class="s"><strong>${report}</strong>
                      <div>${t('studio.rehearse.ways.draft')}: ${said(draft)}</div>
                      <div class="soft">${t('studio.rehearse.ways.inForce')}: ${said(then)}</div>
                    </li>`,
                )}
              </ul>
            </details>`
      }`;
  }

  #unreached({ unreached, notices }: SideResult): TemplateResult {
    const { elements, flows } = unreached;
    const named = elements.map((id) => this.#name(id));
    return html`<h3>${t('studio.rehearse.unreached', { n: count(elements.length), flows: count(flows.length) })}</h3>
      ${
        elements.length > 0
          ? html`<details>
              <summary class="s">${t('studio.rehearse.shown', { n: count(Math.min(listed, named.length)), of: count(named.length) })}</summary>
              <p class="s">${named.slice(0, listed).join(' · ')}</p>
            </details>`
          : nothing
      }
      <p class="s soft">
        ${t('studio.rehearse.notices', { n: count(notices.reduce((sum, one) => sum + one.count.median, 0)) })}
      </p>`;
  }

  #assumed({ assumed, draft }: RehearsalResult): TemplateResult {
    const all = draft.stages.reduce((sum, one) => sum + one.done.median, 0);
    const drawn = draft.stages.reduce((sum, one) => sum + (one.assumed?.median ?? 0) * one.done.median, 0);
    return html`<details>
      <summary>${t('studio.rehearse.assumed', { share: share(drawn, all) })}</summary>
      <ul class="s">
        ${assumed.work ? html`<li>${t('studio.rehearse.assumed.held', { share: share(assumed.work.heldShare, 1) })}</li>` : html`<li>${t('studio.rehearse.assumed.exact')}</li>`}
        ${
          assumed.work
            ? html`<li>
                ${t('studio.rehearse.assumed.hands')}:
                ${Object.entries(assumed.work.handsOn).map(([stage, part], n) => `${n > 0 ? ', ' : ''}${this.#name(stage)} ${share(part, 1)}`)}
              </li>`
            : nothing
        }
        ${
          assumed.surge
            ? html`<li>
                ${t('studio.rehearse.assumed.surge')}:
                ${Object.entries(assumed.surge.durations).map(([stage, { median }], n) => `${n > 0 ? ', ' : ''}${this.#name(stage)} ${t('time.minutes', { n: median })}`)}
              </li>`
            : nothing
        }
      </ul>
    </details>`;
  }

  #export(): void {
    const text = csvOf(this.found.result, { stage: (id) => this.#name(id), agency: agencyName, group: staffName });
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `dien-tap-${this.found.at.slice(0, 10)}.csv`;
    link.click();
    // The browser has taken it by the next task.
    setTimeout(() => URL.revokeObjectURL(url), 0);
  }
}
define('qn-rehearse-result', RehearseResult);
