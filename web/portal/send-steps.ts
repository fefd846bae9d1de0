/** The four steps of sending as templates: what, where, who, check. State and acts belong to send-page.ts. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../data/kept.ts';
import { areaField, checkField, selectField, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { districtChoices, districtName } from '../text/districts.ts';
import { t } from '../text/text.ts';
import '../elements/upload-list.ts';

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
  onFiles(event: CustomEvent): void;
}

export function whatStep(context: StepContext): TemplateResult {
  const { draft } = context;
  return html`${areaField({
    id: 'content',
    label: t('send.content'),
    hint: t('send.content.hint'),
    error: context.error('content'),
    value: draft.content,
    maxlength: 10_000,
    rows: 6,
    onInput: (content) => context.change({ content }),
  })}
    <div class="field" role="group" aria-labelledby="files-label">
      <span class="field-label" id="files-label">${t('send.files')} <span class="optional">(${t('field.optional')})</span></span>
      <p class="hint">${t('send.files.hint')}</p>
      <qn-uploads .files=${draft.files} @files=${context.onFiles}></qn-uploads>
    </div>`;
}

export function whereStep(context: StepContext): TemplateResult {
  const { draft } = context;
  const located = draft.lat !== null && draft.lng !== null;
  return html`${textField({
    id: 'place',
    label: t('send.place'),
    hint: t('send.place.hint'),
    error: context.error('place'),
    value: draft.place,
    maxlength: 300,
    autocomplete: 'off',
    onInput: (place) => context.change({ place }),
  })}
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
    <div class="field">
      <span class="field-label">${t('send.gps')} <span class="optional">(${t('field.optional')})</span></span>
      <p class="hint">${t('send.gps.hint')}</p>
      <div class="row" role="status">
        ${
          context.nearest
            ? html`<p class="s">
                ${t('send.nearest', { district: districtName(context.nearest) })}
                <button type="button" class="link-button" @click=${() => context.change({ district: context.nearest! })}>
                  ${t('send.nearest.take')}
                </button>
              </p>`
            : nothing
        }
        ${
          located
            ? html`<span class="badge done">${icon('location')}${t('send.gps.have')}</span>
                <span class="s soft">${draft.lat!.toFixed(5)}, ${draft.lng!.toFixed(5)}</span>
                <button type="button" class="button small" @click=${() => context.change({ lat: null, lng: null })}>
                  ${t('send.gps.drop')}
                </button>`
            : html`<button
                type="button"
                class="button"
                aria-disabled=${context.locating === 'busy' ? 'true' : 'false'}
                @click=${context.locate}
              >
                ${context.locating === 'busy' ? html`<span class="spinner"></span>` : icon('location')}${t('send.gps.take')}
              </button>`
        }
        ${context.locating === 'refused' ? html`<span class="s">${t('send.gps.refused')}</span>` : nothing}
        ${context.locating === 'failed' ? html`<span class="s">${t('send.gps.failed')}</span>` : nothing}
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

function answer(label: string, value: TemplateResult | string, step: string, locked: boolean): TemplateResult {
  return html`<div class="answer">
    <dt>${label}</dt>
    <dd class="pre">${value}</dd>
    ${
      locked
        ? nothing
        : html`<dd class="change">
            <a href=${step === 'what' ? '/' : `/?step=${step}`}>${t('act.change')}<span class="sr-only">: ${label}</span></a>
          </dd>`
    }
  </div>`;
}

/** All answers before sending. `locked`: an attempt is on its way, so nothing may be changed any more. */
export function checkStepView(draft: Draft, locked: boolean): TemplateResult {
  const place = [draft.place, districtName(draft.district)].filter(Boolean).join(', ');
  const shown = [draft.hideIdentity && t('send.hide'), draft.confidential && t('send.confidential')].filter(Boolean);
  const contact = [draft.phone, draft.email].filter(Boolean).join(' · ');
  return html`<dl class="answers">
    ${answer(t('send.content'), draft.content, 'what', locked)}
    ${answer(t('send.files'), t('send.files.count', { n: draft.files.length }), 'what', locked)}
    ${answer(t('send.place'), draft.lat === null ? place : `${place} (${t('send.gps.have')})`, 'where', locked)}
    ${answer(t('send.name'), draft.name, 'who', locked)} ${answer(t('send.contact'), contact, 'who', locked)}
    ${answer(t('send.shown'), shown.length ? shown.join('; ') : t('send.shown.all'), 'who', locked)}
  </dl>`;
}
