/** `/admin/health`: which part is ill and what to do, who lives, versions, what waits. Renewed while it is looked at. */
import { html, nothing, type TemplateResult } from 'lit';
import { type HealthFinding, type HealthProcess, type HealthView, readHealth } from '../../data/health.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { loadingState, notice, problemState } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import { fullTime, number, shortTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import '../../elements/table.css';
import './health.css';

const renewMs = 10_000;
const badges: Record<HealthFinding['state'], string> = { ok: 'done', off: '', degraded: 'soon', ill: 'late' };
const versionsShown = ['product', 'database', 'engine', 'mongod', 'node'] as const;

export class HealthPage extends Page {
  readonly #health = new Loading<HealthView>(this, (signal) => readHealth(signal));
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#health.start();
    this.#timer = setInterval(() => {
      if (!document.hidden) void this.#health.again();
    }, renewMs);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  override render() {
    const { value, problem } = this.#health;
    const body = value
      ? this.#view(value)
      : problem
        ? problemState(problem, () => void this.#health.start())
        : loadingState();
    return adminFrame('/admin/health', 'health.title', body);
  }

  #view(view: HealthView) {
    const troubled = view.findings.some(({ trouble }) => trouble !== null);
    const said = !view.ready ? 'health.unready' : troubled ? 'health.degraded' : 'health.ready';
    return html`<h2 class="sr-only">${t('health.title')}</h2>
      ${notice(view.ready ? (troubled ? 'soon' : 'done') : 'late', t(said), html`<span class="s">${t('health.asOf', { at: fullTime(view.asOf) })}</span>`)}
      <section class="stack" aria-labelledby="health-parts">
        <h2 id="health-parts">${t('health.parts')}</h2>
        ${troubled ? html`<ul class="plain stack tight">${view.findings.filter(({ trouble }) => trouble !== null).map(finding)}</ul>` : nothing}
        <ul class="plain health-well">
          ${view.findings.filter(({ trouble }) => trouble === null).map(finding)}
        </ul>
      </section>
      <section class="stack">
        <h2 id="health-processes">${t('health.processes')}</h2>
        ${view.processes.length === 0 ? html`<p class="soft">${t('health.processes.none')}</p>` : processes(view.processes)}
      </section>
      <div class="health-facts">
        <section class="card stack" aria-labelledby="health-versions">
          <h2 id="health-versions">${t('health.versions')}</h2>
          <dl class="facts">
            ${versionsShown.map((name) => fact(t(`health.version.${name}`), String(view.versions[name] ?? t('health.unknown'))))}
          </dl>
        </section>
        <section class="card stack" aria-labelledby="health-figures">
          <h2 id="health-figures">${t('health.figures')}</h2>
          <dl class="facts">${figures(view)}</dl>
        </section>
      </div>`;
  }
}

const gigabytes = (bytes: number): string => number(Math.round(bytes / 1e9));
const fact = (name: string, value: string): TemplateResult => html`<dt>${name}</dt><dd>${value}</dd>`;

function finding({ part, state, trouble, values }: HealthFinding) {
  return html`<li class="card stack tight">
    <div class="row spread">
      <h3>${t(`health.part.${part}` as TextKey)}</h3>
      <span class="badge ${badges[state]}">${t(`health.state.${state}`)}</span>
    </div>
    ${
      trouble
        ? html`<p>${t(`health.trouble.${trouble}` as TextKey, values)}</p>
            <p class="s soft">${t(`health.do.${trouble}` as TextKey)}</p>`
        : nothing
    }
  </li>`;
}

function processes(all: readonly HealthProcess[]) {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-labelledby="health-processes">
    <table class="table">
      <thead>
        <tr>
          ${(['process', 'where', 'version', 'since', 'seen', 'state'] as const).map(
            (name) => html`<th scope="col">${t(`health.${name}`)}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (one) => html`<tr>
            <td>${t(`health.process.${one.kind}`)}</td>
            <td>${one.where}</td>
            <td>${t('health.version.value', { product: one.product, database: String(one.databaseVersion), node: one.node })}</td>
            <td>${shortTime(one.startedAt)}</td>
            <td>${shortTime(one.seenAt)}</td>
            <td>${t(`health.process.${one.state}`)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function figures(view: HealthView) {
  const waiting = Object.entries(view.waiting);
  return [
    fact(t('health.backupAt'), view.backupAt ? fullTime(view.backupAt) : t('health.backup.never')),
    ...(view.disk
      ? [
          fact(
            t('health.disk'),
            t('health.disk.value', { free: gigabytes(view.disk.freeBytes), total: gigabytes(view.disk.totalBytes) }),
          ),
        ]
      : []),
    ...waiting.map(([kind, count]) =>
      fact(t('health.waiting', { kind: t(`health.kind.${kind}` as TextKey) }), number(count)),
    ),
    ...(waiting.length === 0 ? [fact(t('health.waiting.none'), '0')] : []),
    ...view.positions.map(({ partition, position, at }) =>
      fact(
        t('health.position', { partition: number(partition) }),
        t('health.position.value', { position: number(position), at: shortTime(at) }),
      ),
    ),
  ];
}
define('qn-health-page', HealthPage);
