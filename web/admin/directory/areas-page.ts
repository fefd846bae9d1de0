/** `/admin/areas`: districts and communes in force, to come and past, and the agency that is responsible there. */
import { html, type TemplateResult } from 'lit';
import { areaKinds, latest } from '../../../domain/directory/dated.ts';
import { knownDirectory, learnDirectory, today } from '../../data/directory.ts';
import { type Records, readEntry } from '../../data/directory-edit.ts';
import { focusSummary, selectField, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { emptyState, loadingState, problemState } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { atStart } from '../../text/districts.ts';
import { agencyChoices, agencyName, directoryNow, districtName } from '../../text/names.ts';
import { t } from '../../text/text.ts';
import { adminFrame } from '../frame.ts';
import { type Draft, draftOf, entryForm, newDraft, sendEntry } from './entry-form.ts';
import { dayText, phaseIn, phaseOf, phaseTabs } from './phases.ts';
import '../../elements/table.css';

const path = '/admin/areas';
type Area = Records['areas'];

export class AreasPage extends Page {
  #draft: Draft | undefined;
  #own = { kind: 'commune' as Area['kind'], parent: '', agency: '', lat: '', lng: '' };
  readonly #known = new Loading(this, async (signal) => {
    const id = this.query.get('id');
    const [record] = await Promise.all([id ? readEntry('areas', id, signal) : undefined, learnDirectory()]);
    this.#draft = record ? draftOf(record) : newDraft();
    this.#own = {
      kind: record?.kind ?? 'commune',
      parent: record?.parent ?? '',
      agency: record ? (latest(record.agencies, today()) ?? record.agencies[0]!).agency : '',
      lat: record?.point ? String(record.point.lat) : '',
      lng: record?.point ? String(record.point.lng) : '',
    };
    return { record };
  });

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) void this.#known.start();
  }

  async #save(record: Area | undefined): Promise<void> {
    const { kind, parent, agency, lat, lng } = this.#own;
    const draft = this.#draft!;
    const point = { lat: Number(lat.replace(',', '.')), lng: Number(lng.replace(',', '.')) };
    const before = record?.agencies ?? [];
    const isSame = before.length > 0 && latest(before, today())?.agency === agency;
    // Another agency is responsible from today on; who was stays for the days before.
    const from = record ? today() : draft.validFrom;
    const agencies = isSame ? before : [...before.filter((one) => one.from !== from), { agency, from }];
    const own = {
      kind,
      parent: parent || null,
      point: lat && lng ? point : null,
      agencies,
      successors: record?.successors ?? [],
    };
    if (await sendEntry('areas', draft, own)) {
      toast(t('admin.directory.saved'));
      go(path);
    } else await focusSummary(this);
    this.requestUpdate();
  }

  override render() {
    const { value, problem } = this.#known;
    const content = problem
      ? problemState(problem, () => this.#known.start())
      : !value
        ? loadingState()
        : this.query.has('new') || value.record
          ? this.#form(value.record)
          : this.#list();
    return adminFrame(path, 'admin.areas.title', content);
  }

  #list(): TemplateResult {
    const all = knownDirectory()?.areas ?? [];
    const shown = phaseIn(this.query);
    const rows = all.filter((one) => phaseOf(one) === shown);
    return html`<p class="soft read">${t('admin.areas.intro')}</p>
      <div class="row spread">
        ${phaseTabs(path, shown, all)}
        <a class="button" href="${path}?new">${t('admin.areas.add')}</a>
      </div>
      ${
        rows.length === 0
          ? emptyState(t('admin.directory.none'))
          : html`<div class="table-scroll"><table class="table">
              <thead><tr>
                <th scope="col">${t('admin.directory.name')}</th>
                <th scope="col">${t('admin.areas.kind')}</th>
                <th scope="col">${t('admin.areas.agency')}</th>
                <th scope="col">${t('admin.directory.validFrom')}</th>
                <th scope="col">${t('admin.directory.validTo')}</th>
              </tr></thead>
              <tbody>${rows.map(
                (one) => html`<tr>
                  <th scope="row"><a href="${path}?id=${one.id}">${atStart(districtName(one.id))}</a></th>
                  <td>${t(`admin.areas.kind.${one.kind}`)}</td>
                  <td>${agencyName(directoryNow().area(one.id)?.agency)}</td>
                  <td>${dayText(one.validFrom)}</td>
                  <td>${dayText(one.validTo)}</td>
                </tr>`,
              )}</tbody>
            </table></div>`
      }`;
  }

  #form(record: Area | undefined): TemplateResult {
    const draft = this.#draft!;
    const own = this.#own;
    const { errors } = draft;
    const set = (name: 'parent' | 'agency' | 'lat' | 'lng') => (value: string) => {
      own[name] = value.trim();
    };
    const parents = (knownDirectory()?.areas ?? [])
      .filter(({ kind, id }) => kind === 'district' && id !== draft.id)
      .map(({ id }) => ({ value: id, text: atStart(districtName(id)) }));
    const fields = html`${selectField({
      id: 'kind',
      label: t('admin.areas.kind'),
      value: own.kind,
      none: t('admin.directory.choose'),
      choices: areaKinds.map((kind) => ({ value: kind, text: t(`admin.areas.kind.${kind}`) })),
      onChange: (kind) => {
        own.kind = (kind || 'commune') as Area['kind'];
      },
    })}
    ${selectField({ id: 'parent', label: t('admin.areas.parent'), optional: true, error: errors.parent, value: own.parent, none: t('admin.areas.parent.none'), choices: parents, onChange: set('parent') })}
    ${selectField({ id: 'agencies', label: t('admin.areas.agency'), hint: t('admin.areas.agency.hint'), error: errors.agencies, value: own.agency, none: t('admin.directory.choose'), choices: agencyChoices(), onChange: set('agency') })}
    ${textField({ id: 'lat', label: t('admin.areas.lat'), hint: t('admin.areas.point.hint'), error: errors.point, value: own.lat, maxlength: 12, short: true, optional: true, onInput: set('lat') })}
    ${textField({ id: 'lng', label: t('admin.areas.lng'), value: own.lng, maxlength: 12, short: true, optional: true, onInput: set('lng') })}`;
    const title = record ? atStart(districtName(record.id)) : t('admin.areas.add');
    return entryForm({
      draft,
      title,
      back: path,
      ends: true,
      own: fields,
      changed: () => this.requestUpdate(),
      send: () => void this.#save(record),
    });
  }
}
define('qn-areas-page', AreasPage);
