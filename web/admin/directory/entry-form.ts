/** What the forms of the three lists share: id, names with their dates, from when and until when; sending and refusals. */
import { html, nothing, type TemplateResult } from 'lit';
import { today } from '../../data/directory.ts';
import { type ListName, saveEntry, type Wishes } from '../../data/directory-edit.ts';
import { Problem } from '../../data/http.ts';
import { errorSummary, field, textField } from '../../elements/fields.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import { dayText } from './phases.ts';

interface Dates {
  names: { vi: string; en: string; from: string }[];
  validFrom: string;
  validTo: string | null;
}

/** What is being written of an entry; a new name is one more, from its day on. */
export interface Draft {
  id: string;
  isNew: boolean;
  version: number;
  names: Dates['names'];
  vi: string;
  en: string;
  from: string;
  validFrom: string;
  validTo: string;
  errors: Record<string, string>;
  busy: boolean;
}

export function newDraft(): Draft {
  const day = today();
  const common = { names: [], vi: '', en: '', from: day, validFrom: day, validTo: '', errors: {}, busy: false };
  return { id: '', isNew: true, version: 0, ...common };
}

export function draftOf(record: Dates & { id: string; version: number }): Draft {
  const { id, version, names, validFrom, validTo } = record;
  const common = { vi: '', en: '', from: today(), errors: {}, busy: false };
  return { id, version, names, validFrom, validTo: validTo ?? '', isNew: false, ...common };
}

/** The names as they will stand: those there were, and the one that was written. A name of the same day is replaced. */
export function datesOf(draft: Draft): Dates {
  const { vi, en, validFrom, validTo } = draft;
  const from = draft.isNew ? validFrom : draft.from;
  const others = draft.names.filter((one) => one.from !== from);
  const written = vi.trim() || en.trim() ? [{ vi: vi.trim(), en: en.trim(), from }] : [];
  const names = (written.length ? [...others, ...written] : draft.names).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return { names, validFrom, validTo: validTo || null };
}

export function dayField(
  id: string,
  label: TextKey,
  value: string,
  onInput: (day: string) => void,
  more: { error?: string | undefined; hint?: string; optional?: boolean } = {},
): TemplateResult {
  return field(
    { id, label: t(label), ...more },
    html`<input
      class="control short"
      type="date"
      id=${id}
      .value=${value}
      aria-invalid=${more.error ? 'true' : 'false'}
      aria-describedby=${more.error ? `${id}-error` : more.hint ? `${id}-hint` : nothing}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />`,
  );
}

export interface EntryForm {
  draft: Draft;
  title: string;
  back: string;
  /** Whether its end is written here; an agency's is not. */
  ends: boolean;
  /** The fields of its own. */
  own: TemplateResult;
  changed(): void;
  send(): void;
}

export function entryForm({ draft, title, back, ends, own, changed, send }: EntryForm): TemplateResult {
  const set = (name: 'id' | 'vi' | 'en' | 'from' | 'validFrom' | 'validTo') => (value: string) => {
    draft[name] = value;
  };
  const { errors } = draft;
  const list = Object.entries(errors).map(([name, text]) => ({ field: name, text }));
  return html`<section class="stack read" aria-labelledby="entry-title">
    <a class="s" href=${back}>‹ ${t('admin.directory.back')}</a>
    <h2 id="entry-title">${title}</h2>
    <form
      class="stack"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        if (!draft.busy) send();
        changed();
      }}
    >
      ${errorSummary(list)}
      ${
        draft.isNew
          ? textField({
              id: 'id',
              label: t('admin.directory.id'),
              hint: t('admin.directory.id.hint'),
              error: errors.id,
              value: draft.id,
              maxlength: 40,
              short: true,
              onInput: set('id'),
            })
          : html`<dl class="facts">
              ${draft.names.map((one) => html`<dt>${t('admin.directory.name.from', { day: dayText(one.from) })}</dt><dd><span lang="vi">${one.vi}</span><br /><span class="soft" lang="en">${one.en}</span></dd>`)}
            </dl>`
      }
      <fieldset class="stack">
        <legend>${t(draft.isNew ? 'admin.directory.name' : 'admin.directory.rename')}</legend>
        ${draft.isNew ? nothing : html`<p class="hint">${t('admin.directory.rename.hint')}</p>`}
        ${textField({ id: 'vi', label: t('admin.directory.vi'), error: errors.vi, value: draft.vi, maxlength: 200, optional: !draft.isNew, onInput: set('vi') })}
        ${textField({ id: 'en', label: t('admin.directory.en'), error: errors.en, value: draft.en, maxlength: 200, optional: !draft.isNew, onInput: set('en') })}
        ${draft.isNew ? nothing : dayField('from', 'admin.directory.rename.day', draft.from, set('from'))}
      </fieldset>
      ${dayField('validFrom', 'admin.directory.validFrom', draft.validFrom, set('validFrom'), { error: errors.validFrom })}
      ${ends ? dayField('validTo', 'admin.directory.validTo', draft.validTo, set('validTo'), { error: errors.validTo, hint: t('admin.directory.validTo.hint'), optional: true }) : nothing}
      ${own}
      <div>${busyButton({ text: t('admin.directory.save'), busy: draft.busy, kind: 'primary', type: 'submit' })}</div>
    </form>
  </section>`;
}

/** Sends it; answers whether it stands. What is refused is put at its fields. */
export async function sendEntry<L extends ListName>(list: L, draft: Draft, own: object): Promise<boolean> {
  draft.errors = {};
  if (draft.isNew && !/^[a-z][a-z0-9-]{1,39}$/.test(draft.id)) draft.errors.id = t('admin.directory.id.hint');
  if (draft.isNew && !draft.vi.trim()) draft.errors.vi = t('admin.directory.need.name');
  if ((draft.isNew || draft.vi.trim()) && !draft.en.trim()) draft.errors.en = t('admin.directory.need.name');
  if (!draft.isNew && draft.en.trim() && !draft.vi.trim()) draft.errors.vi = t('admin.directory.need.name');
  if (!draft.validFrom) draft.errors.validFrom = t('admin.directory.need.day');
  if (Object.keys(draft.errors).length > 0) return false;
  draft.busy = true;
  try {
    await saveEntry(list, draft.id, { ...datesOf(draft), ...own } as unknown as Wishes[L], draft.version);
    return true;
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    const said = cause.fieldErrors();
    const atField = Object.entries(said).map(([name, text]) => [
      name.startsWith('names') ? 'vi' : name.split('.')[0]!,
      text,
    ]);
    draft.errors =
      atField.length > 0
        ? Object.fromEntries(atField)
        : { 'entry-title': cause.status === 412 ? t('admin.directory.stale') : problemText(cause).text };
    return false;
  } finally {
    draft.busy = false;
  }
}
