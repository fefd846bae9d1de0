/**
 * Which running reports a draft touches, and the dates that they would get: told before a deployment. The list comes in
 * pages; the file that is taken away holds all of them.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { readTouched, type Touched, type TouchedItem } from '../../data/law.ts';
import type { ModelDetail } from '../../data/models.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState } from '../../elements/states.ts';
import '../../elements/table.css';
import { t } from '../../text/text.ts';
import { clockTime, shortTime } from '../../text/times.ts';
import { csvOf, saveText } from './csv.ts';
import './law.css';

const pageOfExport = 200;

export class TouchedList extends Light {
  static override properties = { model: { attribute: false } };
  declare model: ModelDetail;
  readonly #found = new Loading<Touched>(this, (signal) => readTouched(this.model.id, {}, signal));
  #asked = '';
  #busy = false;

  protected override willUpdate(_changed: PropertyValues): void {
    const now = this.model ? `${this.model.id} ${this.model.version}` : '';
    if (now === this.#asked || now === '') return;
    this.#asked = now;
    void this.#found.again();
  }

  async #more(): Promise<void> {
    const before = this.#found.value;
    if (!before?.next || this.#busy) return;
    await this.#work(async () => {
      const page = await readTouched(this.model.id, { after: before.next! });
      this.#found.put({ ...page, items: [...before.items, ...page.items] });
    });
  }

  /** All of one look, read anew: a page that is older than the rest would not belong to them. */
  async #export(): Promise<void> {
    await this.#work(async () => {
      const items: TouchedItem[] = [];
      let after: string | undefined;
      do {
        const page = await readTouched(this.model.id, { limit: pageOfExport, ...(after ? { after } : {}) });
        items.push(...page.items);
        after = page.next ?? undefined;
      } while (after);
      saveText(t('studio.touch.file'), csvOf([heads(), ...items.map(cells)]));
    });
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      await work();
    } catch {
      // The look begins anew, and says what is wrong if it is still so.
      await this.#found.again();
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const { value, problem } = this.#found;
    return html`<section class="stack tight touched" aria-labelledby="touched-title">
      <div class="row spread">
        <h2 id="touched-title">${t('studio.touch.title')}</h2>
        ${busyButton({ text: t('studio.touch.again'), busy: this.#found.busy, kind: 'small', sign: 'refresh', onClick: () => void this.#found.again() })}
      </div>
      ${value ? this.#list(value) : problem ? problemState(problem, () => void this.#found.again()) : loadingState()}
    </section>`;
  }

  #list({ reports, items, asOf, next }: Touched): TemplateResult {
    const at = html`<p class="s soft" role="status">${t('studio.touch.asOf', { at: clockTime(asOf) })}</p>`;
    if (items.length === 0)
      return html`${at}${emptyState(t('studio.touch.none'), t('studio.touch.none.text', { n: reports.running }), nothing, 'check')}`;
    const dates = t('studio.touch.dates', { earlier: reports.earlier, later: reports.later });
    const overdue = reports.overdue > 0 ? ` ${t('studio.touch.overdue', { n: reports.overdue })}` : '';
    return html`${at}
      <p>${t('studio.touch.sum', reports)}</p>
      ${notice(reports.overdue > 0 ? 'late' : reports.earlier > 0 ? 'soon' : 'info', `${dates}${overdue}`)}
      <div class="table-scroll" role="group" aria-labelledby="touched-title" tabindex="0">
        <table class="table">
          <thead>
            <tr>${heads().map((head) => html`<th scope="col">${head}</th>`)}</tr>
          </thead>
          <tbody>
            ${items.map((item) => html`<tr data-change=${item.change}>${shown(item).map((cell) => html`<td>${cell}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
      <div class="row">
        ${next ? busyButton({ text: t('studio.touch.more'), busy: this.#busy, onClick: () => void this.#more() }) : nothing}
        ${busyButton({ text: t('studio.touch.export'), busy: this.#busy, sign: 'file', onClick: () => void this.#export() })}
      </div>`;
  }
}

const heads = (): string[] => [
  t('studio.touch.report'),
  t('studio.touch.stage'),
  t('studio.touch.how'),
  t('studio.touch.now'),
  t('studio.touch.then'),
  t('studio.touch.version'),
];

const howOf = ({ touch }: TouchedItem): string => t(`studio.touch.touch.${touch}`);
const changeOf = ({ change }: TouchedItem): string => t(`studio.touch.change.${change}`);

function shown(item: TouchedItem): (string | TemplateResult)[] {
  const { reportCode, key, name, change, dueAt, newDueAt, version } = item;
  const when = (at: string | null): string => (at === null ? '–' : shortTime(at));
  const then =
    change === 'same' ? changeOf(item) : html`${when(newDueAt)} <span class="soft">(${changeOf(item)})</span>`;
  return [reportCode ?? key, name, howOf(item), when(dueAt), html`${then}`, String(version)];
}

/** In the file times are as the API has them: a spreadsheet sorts them. */
function cells(item: TouchedItem): string[] {
  const { reportCode, key, name, dueAt, newDueAt, version } = item;
  return [reportCode ?? key, name, howOf(item), dueAt ?? '', newDueAt ?? '', String(version)];
}
define('qn-touched', TouchedList);
