/** The form that looks for published reports: what is asked often in sight, the rest behind one press. */
import { html, nothing, type TemplateResult } from 'lit';
import { type FilterName, filterNames, type PublishedFilter, readFilter } from '../../domain/published-filter.ts';
import { selectField, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { busyButton } from '../elements/states.ts';
import { agencyChoices, districtChoices, fieldChoices } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';

const resolutionChoices = () =>
  ['fixed', 'answered', 'cannot-fix'].map((value) => ({ value, text: t(`resolution.${value}` as TextKey) }));

/** Asked for seldom: these stand behind "more". */
const seldom: readonly FilterName[] = ['agency', 'resolution', 'from', 'to'];

export function publishedForm(options: {
  filter: PublishedFilter;
  /** Carries the map or the list over to the new question. */
  view: string | null;
  locating: boolean;
  onAsk(filter: PublishedFilter): void;
  onNearMe(): void;
}): TemplateResult {
  const { filter } = options;
  const ask = (form: HTMLFormElement) => {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') given.set(name, value);
    options.onAsk(readFilter(given));
  };
  const select = (id: FilterName, choices: readonly { value: string; text: string }[]) =>
    selectField({
      id,
      label: t(`published.${id}` as TextKey),
      value: filter[id] ?? '',
      none: t('published.all'),
      choices,
      onChange: () => document.querySelector<HTMLFormElement>('#published-form')?.requestSubmit(),
    });
  const date = (id: 'from' | 'to') =>
    textField({ id, label: t(`published.${id}`), value: filter[id] ?? '', type: 'date', onInput: () => {} });
  return html`<form
    id="published-form"
    class="published-form"
    role="search"
    action="/p"
    @submit=${(event: Event) => {
      event.preventDefault();
      ask(event.target as HTMLFormElement);
    }}
  >
    <div class="often">
      ${textField({
        id: 'q',
        label: t('published.words'),
        value: filter.q ?? '',
        type: 'search',
        maxlength: 200,
        autocomplete: 'off',
        onInput: () => {},
      })}
      ${select('field', fieldChoices())} ${select('district', districtChoices())}
      <button type="submit" class="button large">${t('published.search')}</button>
    </div>
    ${filter.near ? html`<input type="hidden" name="near" value=${filter.near} />` : nothing}
    ${options.view ? html`<input type="hidden" name="view" value=${options.view} />` : nothing}
    <div class="row">
      ${busyButton({
        text: t('read.nearMe'),
        busy: options.locating,
        sign: 'location',
        onClick: options.onNearMe,
      })}
      <details class="grow" ?open=${seldom.some((name) => filter[name])}>
        <summary>${t('read.more')}</summary>
        <div class="seldom">
          ${select('agency', agencyChoices())} ${select('resolution', resolutionChoices())} ${date('from')} ${date('to')}
        </div>
      </details>
    </div>
    ${filterNames.some((name) => filter[name]) ? asked(options) : nothing}
  </form>`;
}

/** What narrows the list where it can't be seen in the form, and the way out. */
function asked({ filter, onAsk }: { filter: PublishedFilter; onAsk(filter: PublishedFilter): void }): TemplateResult {
  const { near, ...others } = filter;
  return html`<p class="row s">
    ${
      near
        ? html`<span class="badge">${icon('location')}${t('read.near', { km: Number(near.split(',')[2]) / 1_000 })}</span>
            <button type="button" class="link-button" @click=${() => onAsk(others)}>${t('read.nearClear')}</button>`
        : nothing
    }
    <a href="/p">${t('published.clear')}</a>
  </p>`;
}
