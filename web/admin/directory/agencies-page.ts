/** `/admin/agencies`: agencies in force, to come and past; names, limit, contact; and how one ends. */
import { html, nothing, type TemplateResult } from 'lit';
import { agencyKinds } from '../../../domain/directory/dated.ts';
import { knownDirectory, learnDirectory } from '../../data/directory.ts';
import {
  listSuccessions,
  type Records,
  readEntry,
  type SuccessionItem,
  withdrawSuccession,
} from '../../data/directory-edit.ts';
import { Problem } from '../../data/http.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { focusSummary, selectField, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { agencyName } from '../../text/names.ts';
import { t } from '../../text/text.ts';
import { adminFrame } from '../frame.ts';
import { type Draft, draftOf, entryForm, newDraft, sendEntry } from './entry-form.ts';
import { dayText, phaseIn, phaseOf, phaseTabs } from './phases.ts';
import './succession-form.ts';
import '../../elements/table.css';

const path = '/admin/agencies';

interface Own {
  kind: Records['agencies']['kind'];
  handlingLimit: string;
  phone: string;
  email: string;
  address: string;
}

export class AgenciesPage extends Page {
  #draft: Draft | undefined;
  #own: Own = { kind: 'department', handlingLimit: '', phone: '', email: '', address: '' };
  readonly #known = new Loading(this, async (signal) => {
    const id = this.query.get('id');
    const [successions, record] = await Promise.all([
      listSuccessions(signal),
      id ? readEntry('agencies', id, signal) : undefined,
      learnDirectory(),
    ]);
    this.#draft = record ? draftOf(record) : newDraft();
    const { kind, handlingLimit = '', contact = {} } = record ?? { kind: 'department' as const };
    this.#own = {
      kind,
      handlingLimit,
      phone: contact.phone ?? '',
      email: contact.email ?? '',
      address: contact.address ?? '',
    };
    return { successions, record };
  });

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) void this.#known.start();
  }

  async #save(): Promise<void> {
    const { kind, handlingLimit, phone, email, address } = this.#own;
    const filled = Object.entries({ phone, email, address }).filter(([, text]) => text.trim() !== '');
    const own = {
      kind,
      ...(handlingLimit ? { handlingLimit: `${handlingLimit.replace(/d$/, '')}d` } : {}),
      ...(filled.length > 0 ? { contact: Object.fromEntries(filled) } : {}),
    };
    if (await sendEntry('agencies', this.#draft!, own)) {
      toast(t('admin.directory.saved'));
      go(path);
    } else await focusSummary(this);
    this.requestUpdate();
  }

  async #withdraw(one: SuccessionItem): Promise<void> {
    const text = t('admin.succession.withdraw.text', { agency: agencyName(one.agency) });
    if (!(await confirmDialog({ title: t('admin.succession.withdraw'), text, act: t('admin.succession.withdraw') })))
      return;
    try {
      await withdrawSuccession(one.id);
      toast(t('admin.succession.withdrawn'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
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
          : this.#list(value.successions);
    return adminFrame(path, 'admin.agencies.title', content);
  }

  #list(successions: SuccessionItem[]): TemplateResult {
    const all = knownDirectory()?.agencies ?? [];
    const shown = phaseIn(this.query);
    const rows = all.filter((one) => phaseOf(one) === shown);
    return html`<p class="soft read">${t('admin.agencies.intro')}</p>
      <div class="row spread">
        ${phaseTabs(path, shown, all)}
        <a class="button" href="${path}?new">${t('admin.agencies.add')}</a>
      </div>
      ${
        rows.length === 0
          ? emptyState(t('admin.directory.none'))
          : html`<div class="table-scroll"><table class="table">
              <thead><tr>
                <th scope="col">${t('admin.directory.name')}</th>
                <th scope="col">${t('admin.agencies.kind')}</th>
                <th scope="col">${t('admin.directory.validFrom')}</th>
                <th scope="col">${t('admin.agencies.end')}</th>
              </tr></thead>
              <tbody>${rows.map(
                (one) => html`<tr>
                  <th scope="row"><a href="${path}?id=${one.id}">${agencyName(one.id)}</a></th>
                  <td>${t(`admin.agencies.kind.${one.kind}`)}</td>
                  <td>${dayText(one.validFrom)}</td>
                  <td>${one.successor ? t('admin.agencies.goesTo', { day: dayText(one.validTo), to: agencyName(one.successor.to) }) : '–'}</td>
                </tr>`,
              )}</tbody>
            </table></div>`
      }
      ${successions.length === 0 ? nothing : this.#successions(successions)}`;
  }

  #successions(all: SuccessionItem[]): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="successions">
      <h2 id="successions">${t('admin.succession.list')}</h2>
      <ul class="plain stack tight">
        ${all.map(
          (one) => html`<li class="card stack tight">
            <div class="row spread">
              <strong>${t('admin.succession.row', { agency: agencyName(one.agency), to: agencyName(one.to), day: dayText(one.on) })}</strong>
              <span class="badge ${one.state === 'done' ? 'done' : ''}">${t(`admin.succession.state.${one.state}`)}</span>
            </div>
            ${one.state === 'planned' || one.state === 'withdrawn' ? nothing : html`<p class="s">${t('admin.succession.progress', one.counts)}</p>`}
            ${one.waits ? html`<p class="s">${t('admin.succession.waits')}</p>` : nothing}
            <p class="s soft" lang="vi">${one.reason} · ${one.by.name}</p>
            ${one.state === 'planned' ? html`<div><button type="button" class="button small" @click=${() => void this.#withdraw(one)}>${t('admin.succession.withdraw')}</button></div>` : nothing}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #form(record: Records['agencies'] | undefined): TemplateResult {
    const draft = this.#draft!;
    const own = this.#own;
    const set = (name: 'handlingLimit' | 'phone' | 'email' | 'address') => (value: string) => {
      own[name] = value.trim();
    };
    const { errors } = draft;
    const fields = html`${selectField({
      id: 'kind',
      label: t('admin.agencies.kind'),
      value: own.kind,
      none: t('admin.directory.choose'),
      choices: agencyKinds.map((kind) => ({ value: kind, text: t(`admin.agencies.kind.${kind}`) })),
      onChange: (kind) => {
        own.kind = (kind || 'other') as Own['kind'];
      },
    })}
    ${textField({ id: 'handlingLimit', label: t('admin.agencies.limit'), hint: t('admin.agencies.limit.hint'), error: errors.handlingLimit, value: own.handlingLimit.replace(/d$/, ''), maxlength: 3, short: true, optional: true, onInput: set('handlingLimit') })}
    <fieldset class="stack"><legend>${t('admin.agencies.contact')}</legend>
      ${textField({ id: 'phone', label: t('admin.agencies.phone'), value: own.phone, type: 'tel', maxlength: 60, optional: true, onInput: set('phone') })}
      ${textField({ id: 'email', label: t('admin.agencies.email'), value: own.email, type: 'email', maxlength: 200, optional: true, onInput: set('email') })}
      ${textField({ id: 'address', label: t('admin.agencies.address'), value: own.address, maxlength: 300, optional: true, onInput: set('address') })}
    </fieldset>`;
    const title = record ? agencyName(record.id) : t('admin.agencies.add');
    return html`${entryForm({ draft, title, back: path, ends: false, own: fields, changed: () => this.requestUpdate(), send: () => void this.#save() })}
      ${
        record && !record.successor
          ? html`<qn-succession-form .agency=${record.id}></qn-succession-form>`
          : record?.successor
            ? html`<p>${t('admin.agencies.goesTo', { day: dayText(record.validTo), to: agencyName(record.successor.to) })}</p>`
            : nothing
      }`;
  }
}
define('qn-agencies-page', AgenciesPage);
