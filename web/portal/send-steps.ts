/** The four steps of sending as templates: what, where, who, check. State and acts belong to send-page.ts. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../data/draft.ts';
import { areaField, checkField, field, selectField, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { districtChoices, districtName, nearestDistrict } from '../text/districts.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { localTime, timeOfLocal } from './local-time.ts';
import './photo-picker.ts';

export interface StepContext {
  draft: Draft;
  /** Error text of a control, if it has one. */
  error(field: string): string | undefined;
  change(part: Partial<Draft>): void;
  /** Where the location button stands: idle, asking, or why it failed. */
  locating: 'idle' | 'busy' | 'refused' | 'failed';
  locate(): void;
  /** A district proposed from the location, while none is chosen. */
  nearest?: string | undefined;
  onPhotos(event: CustomEvent): void;
  onTaken(event: CustomEvent): void;
  /** Opens the map, where there is one and it is not open. */
  point?: (() => void) | undefined;
  /** The map and reports nearby: loaded when the step is shown. */
  around?: TemplateResult | undefined;
  /** Throws the draft away, where there is one. */
  discard?: (() => void) | undefined;
}

/** What is not for here, said before anyone writes: emergencies, and what other laws give to others. */
const stoppers = () =>
  html`<div class="stoppers stack tight" role="note">
    <p>
      <strong>${t('stop.urgent')}</strong>
      ${(['113', '114', '115'] as const).map(
        (number) =>
          html`<a class="call" href="tel:${number}"><strong>${number}</strong> ${t(`stop.call.${number}`)}</a>`,
      )}
    </p>
    <p class="s soft">${t('stop.notHere')}</p>
  </div>`;

export function whatStep(context: StepContext): TemplateResult {
  const { draft } = context;
  return html`${stoppers()}
    <div class="field ${context.error('files') ? 'invalid' : ''}" role="group" aria-labelledby="files-label">
      <span class="field-label" id="files-label">${t('send.files')} <span class="optional">(${t('field.optional')})</span></span>
      <p class="hint">${t('send.files.hint')}</p>
      <qn-photos .photos=${draft.photos} @photos=${context.onPhotos} @taken=${context.onTaken}></qn-photos>
    </div>
    ${proposal(context)}
    ${areaField({
      id: 'content',
      label: t('send.content'),
      hint: t('send.content.hint'),
      error: context.error('content'),
      value: draft.content,
      maxlength: 10_000,
      rows: 6,
      onInput: (content) => context.change({ content }),
    })}
    ${
      context.discard
        ? html`<p><button type="button" class="link-button s" @click=${context.discard}>${t('send.discard')}</button></p>`
        : nothing
    }`;
}

/** What the photo says about where and when: used only by who says so. */
function proposal({ draft, change }: StepContext): TemplateResult | typeof nothing {
  const taken = draft.proposal;
  if (!taken) return nothing;
  const { lat, lng, at } = taken;
  const placed = lat !== undefined && lng !== undefined;
  const district = placed ? nearestDistrict(lat, lng) : undefined;
  const where = !placed ? '' : district ? t('photo.near', { district: districtName(district) }) : t('photo.far');
  const said = [where, at ? t('photo.at', { at: shortTime(at) }) : ''].filter(Boolean).join(', ');
  const use = (withPlace: boolean, withTime: boolean) =>
    change({
      proposal: null,
      ...(withPlace && placed && { lat, lng }),
      ...(withTime && at && { occurredAt: at }),
    });
  return html`<div class="notice info" role="status">
    ${icon('location')}
    <div class="stack tight">
      <h2>${t('photo.taken', { said })}</h2>
      <p>${t(placed ? (at ? 'photo.ask.both' : 'photo.ask.place') : 'photo.ask.time')}</p>
      <div class="row">
        ${
          placed
            ? html`<button type="button" class="button small" @click=${() => use(true, true)}>
                ${t(at ? 'photo.use.both' : 'photo.use.place')}
              </button>`
            : nothing
        }
        ${at ? html`<button type="button" class="button small" @click=${() => use(false, true)}>${t('photo.use.time')}</button>` : nothing}
        <button type="button" class="button small" @click=${() => use(false, false)}>${t('photo.use.none')}</button>
      </div>
    </div>
  </div>`;
}

export function whereStep(context: StepContext): TemplateResult {
  const { draft } = context;
  return html`${position(context)} ${context.around ?? nothing}
    ${textField({
      id: 'place',
      label: t('send.place'),
      hint: t('send.place.hint'),
      error: context.error('place'),
      value: draft.place,
      maxlength: 300,
      autocomplete: 'off',
      onInput: (place) => context.change({ place }),
    })}
    <div class="stack tight">
      ${selectField({
        id: 'district',
        label: t('send.district'),
        hint: t('send.district.hint'),
        error: context.error('district'),
        optional: true,
        value: draft.district,
        none: t('send.district.none'),
        choices: districtChoices(),
        onChange: (district) => context.change({ district }),
      })}
      <div role="status">
        ${
          context.nearest
            ? html`<p class="s">
                ${t('send.nearest', { district: districtName(context.nearest) })}
                <button type="button" class="button small" @click=${() => context.change({ district: context.nearest! })}>
                  ${t('send.nearest.take')}
                </button>
              </p>`
            : nothing
        }
      </div>
    </div>
    ${field(
      {
        id: 'occurredAt',
        label: t('send.when'),
        hint: t('send.when.hint'),
        error: context.error('occurredAt'),
        optional: true,
      },
      html`<input
        class="control short"
        type="datetime-local"
        id="occurredAt"
        aria-describedby="occurredAt-hint"
        .value=${localTime(draft.occurredAt)}
        @change=${(event: Event) => context.change({ occurredAt: timeOfLocal((event.target as HTMLInputElement).value) })}
      />`,
    )}`;
}

/** The exact point: from the phone, from the map, or none. */
function position(context: StepContext): TemplateResult {
  const { draft } = context;
  const located = draft.lat !== null && draft.lng !== null;
  return html`<div class="field" role="group" aria-labelledby="gps-label">
    <span class="field-label" id="gps-label">${t('send.gps')} <span class="optional">(${t('field.optional')})</span></span>
    <p class="hint">${t('send.gps.hint')}</p>
    <div class="row" role="status">
      <button
        type="button"
        class="button"
        aria-disabled=${context.locating === 'busy' ? 'true' : 'false'}
        @click=${context.locate}
      >
        ${context.locating === 'busy' ? html`<span class="spinner"></span>` : icon('location')}${t('send.gps.take')}
      </button>
      ${
        context.point
          ? html`<button type="button" class="button" @click=${context.point}>${icon('map')}${t('send.map')}</button>`
          : nothing
      }
      ${context.locating === 'refused' ? html`<span class="s">${t('send.gps.refused')}</span>` : nothing}
      ${context.locating === 'failed' ? html`<span class="s">${t('send.gps.failed')}</span>` : nothing}
      ${
        located
          ? html`<span class="badge done">${icon('location')}${t('send.gps.have')}</span>
              <span class="s soft">${draft.lat!.toFixed(5)}, ${draft.lng!.toFixed(5)}</span>
              <button type="button" class="button small" @click=${() => context.change({ lat: null, lng: null })}>
                ${t('send.gps.drop')}
              </button>`
          : nothing
      }
    </div>
  </div>`;
}

export function whoStep(context: StepContext): TemplateResult {
  const { draft } = context;
  return html`<p class="soft">${t('send.who.why')} <qn-says-who .article=${'5.3'}></qn-says-who></p>
    ${textField({
      id: 'name',
      label: t('send.name'),
      error: context.error('name'),
      value: draft.name,
      maxlength: 120,
      autocomplete: 'name',
      onInput: (name) => context.change({ name }),
    })}
    ${textField({
      id: 'phone',
      label: t('send.phone'),
      hint: t('send.phone.hint'),
      error: context.error('phone'),
      value: draft.phone,
      type: 'tel',
      inputmode: 'tel',
      maxlength: 24,
      autocomplete: 'tel',
      short: true,
      onInput: (phone) => context.change({ phone }),
    })}
    ${textField({
      id: 'email',
      label: t('send.email'),
      hint: t('send.email.hint'),
      error: context.error('email'),
      optional: true,
      value: draft.email,
      type: 'email',
      inputmode: 'email',
      maxlength: 254,
      autocomplete: 'email',
      onInput: (email) => context.change({ email }),
    })}
    <fieldset class="stack tight">
      <legend class="legend">${t('send.shown')}</legend>
      ${checkField({
        id: 'hideIdentity',
        label: t('send.hide'),
        hint: t('send.hide.hint'),
        checked: draft.hideIdentity,
        onChange: (hideIdentity) => context.change({ hideIdentity }),
      })}
      ${checkField({
        id: 'confidential',
        label: t('send.confidential'),
        hint: t('send.confidential.hint'),
        checked: draft.confidential,
        onChange: (confidential) => context.change({ confidential }),
      })}
    </fieldset>`;
}

function answer(label: string, value: TemplateResult | string, step: string): TemplateResult {
  return html`<div class="answer">
    <dt>${label}</dt>
    <dd class="pre">${value}</dd>
    <dd class="change">
      <a href=${step === 'what' ? '/' : `/?step=${step}`}>${t('act.change')}<span class="sr-only">: ${label}</span></a>
    </dd>
  </div>`;
}

/** All answers before sending. */
export function checkStepView(draft: Draft): TemplateResult {
  const place = [draft.place, districtName(draft.district)].filter(Boolean).join(', ');
  const shown = [draft.hideIdentity && t('send.hide'), draft.confidential && t('send.confidential')].filter(Boolean);
  const contact = [draft.phone, draft.email].filter(Boolean).join(' · ');
  return html`<dl class="answers">
    ${answer(t('send.content'), draft.content, 'what')}
    ${answer(t('send.files'), t('send.files.count', { n: draft.photos.length }), 'what')}
    ${answer(t('send.place'), draft.lat === null ? place : `${place} (${t('send.gps.have')})`, 'where')}
    ${draft.occurredAt ? answer(t('send.when'), shortTime(draft.occurredAt), 'where') : nothing}
    ${answer(t('send.name'), draft.name, 'who')} ${answer(t('send.contact'), contact, 'who')}
    ${answer(t('send.shown'), shown.length ? shown.join('; ') : t('send.shown.all'), 'who')}
  </dl>`;
}
