/** `/admin/fields`: the fields of Annex 1 and what the province has added, and whether the routing table answers them. */
import { html, nothing, type TemplateResult } from 'lit';
import { knownDirectory, learnDirectory } from '../../data/directory.ts';
import { askForRouting, type Records, type RoutingState, readEntry, readRouting } from '../../data/directory-edit.ts';
import { Problem } from '../../data/http.ts';
import { areaField, focusSummary, selectField, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { agencyChoices, agencyName, directoryNow, districtName, fieldName } from '../../text/names.ts';
import { t } from '../../text/text.ts';
import { fullTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import { type Draft, draftOf, entryForm, newDraft, sendEntry } from './entry-form.ts';
import { dayText, phaseIn, phaseOf, phaseTabs } from './phases.ts';
import '../../elements/table.css';

const path = '/admin/fields';

export class FieldsPage extends Page {
  #draft: Draft | undefined;
  #own = { row: '', agency: '', aboutVi: '', aboutEn: '' };
  #note = '';
  #noteError: string | undefined;
  #busy = false;
  readonly #known = new Loading(this, async (signal) => {
    const id = this.query.get('id');
    const [routing, record] = await Promise.all([
      readRouting(signal),
      id ? readEntry('fields', id, signal) : undefined,
      learnDirectory(),
    ]);
    this.#draft = record ? draftOf(record) : newDraft();
    const rows = (knownDirectory()?.fields ?? []).map(({ row }) => row);
    this.#own = {
      row: String(record?.row ?? Math.max(0, ...rows) + 1),
      agency: record?.agency ?? '',
      aboutVi: record?.about.vi ?? '',
      aboutEn: record?.about.en ?? '',
    };
    return { routing, record };
  });

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) void this.#known.start();
  }

  async #save(): Promise<void> {
    const { row, agency, aboutVi, aboutEn } = this.#own;
    const own = { row: Number(row), agency: agency || null, about: { vi: aboutVi.trim(), en: aboutEn.trim() } };
    if (await sendEntry('fields', this.#draft!, own)) {
      toast(t('admin.directory.saved'));
      go(path);
    } else await focusSummary(this);
    this.requestUpdate();
  }

  async #ask(): Promise<void> {
    if (this.#busy) return;
    this.#noteError = this.#note.trim() ? undefined : t('admin.routing.need.note');
    this.#busy = !this.#noteError;
    this.requestUpdate();
    if (this.#noteError) return;
    try {
      await askForRouting(this.#note);
      this.#note = '';
      toast(t('admin.routing.sent'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#noteError = cause.shape.engine ?? Object.values(cause.fieldErrors())[0] ?? problemText(cause).text;
    }
    this.#busy = false;
    await this.#known.again();
  }

  override render() {
    const { value, problem } = this.#known;
    const content = problem
      ? problemState(problem, () => this.#known.start())
      : !value
        ? loadingState()
        : this.query.has('new') || value.record
          ? this.#form(value.record)
          : this.#list(value.routing);
    return adminFrame(path, 'admin.fields.title', content);
  }

  #list(routing: RoutingState): TemplateResult {
    const all = knownDirectory()?.fields ?? [];
    const shown = phaseIn(this.query);
    const rows = all.filter((one) => phaseOf(one) === shown);
    const state = (id: string) =>
      !routing.missing.fields.includes(id) ? 'inForce' : routing.asked ? 'asked' : 'missing';
    return html`<p class="soft read">${t('admin.fields.intro')}</p>
      ${this.#routing(routing)}
      <div class="row spread">
        ${phaseTabs(path, shown, all)}
        <a class="button" href="${path}?new">${t('admin.fields.add')}</a>
      </div>
      ${
        rows.length === 0
          ? emptyState(t('admin.directory.none'))
          : html`<div class="table-scroll"><table class="table">
              <thead><tr>
                <th scope="col">${t('admin.fields.row')}</th>
                <th scope="col">${t('admin.directory.name')}</th>
                <th scope="col">${t('admin.fields.agency')}</th>
                <th scope="col">${t('admin.fields.routing')}</th>
                <th scope="col">${t('admin.directory.validTo')}</th>
              </tr></thead>
              <tbody>${rows.map(
                (one) => html`<tr>
                  <td>${one.row}</td>
                  <th scope="row"><a href="${path}?id=${one.id}">${fieldName(one.id)}</a></th>
                  <td>${one.agency ? agencyName(directoryNow().field(one.id)?.agency ?? one.agency) : t('admin.fields.ofPlace')}</td>
                  <td><span class="badge ${{ inForce: 'done', asked: '', missing: 'soon' }[state(one.id)]}">${t(`admin.routing.${state(one.id)}`)}</span></td>
                  <td>${dayText(one.validTo)}</td>
                </tr>`,
              )}</tbody>
            </table></div>`
      }`;
  }

  /** What the table lacks, and asking for its release. */
  #routing({ readable, missing, asked }: RoutingState): TemplateResult | typeof nothing {
    if (!readable) return notice('info', t('admin.routing.own'), t('admin.routing.own.text'));
    if (missing.fields.length + missing.areas.length === 0) return nothing;
    const what = [...missing.fields.map((id) => fieldName(id)), ...missing.areas.map((id) => districtName(id))].join(
      ', ',
    );
    if (asked)
      return notice('info', t('admin.routing.waits'), t('admin.routing.waits.text', { what, at: fullTime(asked.at) }));
    return html`<section class="card stack" aria-labelledby="routing-title">
      <h2 id="routing-title">${t('admin.routing.title')}</h2>
      <p>${t('admin.routing.text', { what })}</p>
      ${areaField({
        id: 'routing-note',
        label: t('admin.routing.note'),
        error: this.#noteError,
        value: this.#note,
        rows: 2,
        maxlength: 1000,
        onInput: (text) => {
          this.#note = text;
        },
      })}
      <div>${busyButton({ text: t('admin.routing.ask'), busy: this.#busy, kind: 'primary', onClick: () => void this.#ask() })}</div>
    </section>`;
  }

  #form(record: Records['fields'] | undefined): TemplateResult {
    const draft = this.#draft!;
    const own = this.#own;
    const { errors } = draft;
    const set = (name: keyof typeof own) => (value: string) => {
      own[name] = value;
    };
    const fields = html`${textField({ id: 'row', label: t('admin.fields.row'), error: errors.row, value: own.row, maxlength: 3, short: true, onInput: set('row') })}
    ${areaField({ id: 'about', label: t('admin.fields.about.vi'), error: errors.about, value: own.aboutVi, rows: 2, maxlength: 200, onInput: set('aboutVi') })}
    ${areaField({ id: 'about-en', label: t('admin.fields.about.en'), value: own.aboutEn, rows: 2, maxlength: 200, onInput: set('aboutEn') })}
    ${selectField({ id: 'agency', label: t('admin.fields.agency'), hint: t('admin.fields.agency.hint'), error: errors.agency, value: own.agency, none: t('admin.fields.ofPlace'), choices: agencyChoices(), onChange: set('agency') })}`;
    const title = record ? fieldName(record.id) : t('admin.fields.add');
    return entryForm({
      draft,
      title,
      back: path,
      ends: true,
      own: fields,
      changed: () => this.requestUpdate(),
      send: () => void this.#save(),
    });
  }
}
define('qn-fields-page', FieldsPage);
