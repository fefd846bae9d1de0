/** Keys of agencies' software: the list, making one, revoking one. */
import { html, nothing, type TemplateResult } from 'lit';
import { type KeyScope, scopes } from '../../../domain/software.ts';
import { type ApiKeyItem, listKeys, makeKey, revokeKey } from '../../data/connections.ts';
import { Problem } from '../../data/http.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { selectField, textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { agencyChoices, agencyName } from '../../text/names.ts';
import { type TextKey, t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';
import { choices } from './choices.ts';
import { tellOnce } from './told-once.ts';

interface Draft {
  agency: string;
  name: string;
  scopes: KeyScope[];
  /** `YYYY-MM-DD`, or empty. */
  until: string;
}
const blank = (): Draft => ({ agency: '', name: '', scopes: ['tasks:read'], until: '' });

export class ApiKeys extends Light {
  #draft: Draft | null = null;
  #tried = false;
  #busy = false;
  readonly #keys = new Loading<ApiKeyItem[]>(this, (signal) => listKeys(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#keys.start();
  }

  #set(change: Partial<Draft>): void {
    this.#draft = { ...(this.#draft ?? blank()), ...change };
    this.requestUpdate();
  }

  async #make(event: Event, draft: Draft): Promise<void> {
    event.preventDefault();
    this.#tried = true;
    this.requestUpdate();
    if (this.#busy || !draft.agency || !draft.name.trim() || draft.scopes.length === 0) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('[aria-invalid="true"], .invalid select, fieldset.invalid')?.focus();
      return;
    }
    this.#busy = true;
    const { until, ...rest } = draft;
    try {
      const made = await makeKey({ ...rest, ...(until ? { expiresAt: `${until}T23:59:59+07:00` } : {}) });
      this.#draft = null;
      this.#tried = false;
      await tellOnce(t('connections.key.made'), made.key);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.#busy = false;
    await this.#keys.again();
  }

  async #revoke({ id, name }: ApiKeyItem): Promise<void> {
    const sure = await confirmDialog({
      title: t('connections.key.revoke.ask', { name }),
      text: t('connections.key.revoke.text'),
      act: t('connections.key.revoke'),
    });
    if (!sure) return;
    try {
      await revokeKey(id);
      toast(t('connections.key.revoked'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#keys.again();
  }

  override render() {
    const { value, problem } = this.#keys;
    return html`<section class="stack" aria-labelledby="connection-keys">
      <header class="row spread">
        <h2 id="connection-keys">${t('connections.keys')}</h2>
        ${
          this.#draft
            ? nothing
            : html`<button type="button" class="button" @click=${() => this.#set({})}>${t('connections.key.new')}</button>`
        }
      </header>
      <p class="s soft">${t('connections.keys.text')}</p>
      ${this.#draft ? this.#form(this.#draft) : nothing}
      ${value ? this.#list(value) : problem ? problemState(problem, () => void this.#keys.start()) : loadingState()}
    </section>`;
  }

  #form(draft: Draft): TemplateResult {
    const missing = (value: unknown): string | undefined =>
      this.#tried && !value ? t('connections.required') : undefined;
    return html`<form class="card stack" novalidate @submit=${(event: Event) => void this.#make(event, draft)}>
      ${selectField({
        id: 'key-agency',
        label: t('connections.agency'),
        none: t('connections.agency.none'),
        choices: agencyChoices(),
        value: draft.agency,
        error: missing(draft.agency),
        onChange: (agency) => this.#set({ agency }),
      })}
      ${textField({
        id: 'key-name',
        label: t('connections.key.name'),
        hint: t('connections.key.name.hint'),
        maxlength: 120,
        value: draft.name,
        error: missing(draft.name.trim()),
        onInput: (name) => this.#set({ name }),
      })}
      ${choices<KeyScope>({
        id: 'key-scopes',
        label: t('connections.key.scopes'),
        all: scopes,
        chosen: draft.scopes,
        error: missing(draft.scopes.length),
        textOf: (one) => t(`connections.scope.${one}`),
        onChange: (chosen) => this.#set({ scopes: chosen }),
      })}
      ${textField({
        id: 'key-until',
        label: t('connections.key.expires'),
        type: 'date',
        optional: true,
        short: true,
        value: draft.until,
        onInput: (until) => this.#set({ until }),
      })}
      <div class="row">
        ${busyButton({ text: t('connections.key.new'), busy: this.#busy, kind: 'primary', type: 'submit' })}
        <button
          type="button"
          class="button"
          @click=${() => {
            this.#draft = null;
            this.#tried = false;
            this.requestUpdate();
          }}
        >
          ${t('act.cancel')}
        </button>
      </div>
    </form>`;
  }

  #list(keys: ApiKeyItem[]): TemplateResult {
    if (keys.length === 0)
      return emptyState(t('connections.keys.none'), t('connections.keys.none.text'), nothing, 'lock');
    return html`<ul class="plain connection-list">
      ${keys.map((one) => this.#row(one))}
    </ul>`;
  }

  #row(key: ApiKeyItem): TemplateResult {
    const live = key.state === 'active';
    return html`<li class="card stack tight ${live ? '' : 'over'}">
      <div class="row spread">
        <h3>${key.name}</h3>
        <span class="badge">${t(`connections.key.state.${key.state}` as TextKey)}</span>
      </div>
      <p>${agencyName(key.agency)}</p>
      <p class="s soft">${key.scopes.map((one) => t(`connections.scope.${one}`)).join(' · ')}</p>
      <div class="row spread">
        <p class="s soft">
          ${
            key.lastUsedAt
              ? html`${t('connections.key.used')}: ${shortTime(key.lastUsedAt)}`
              : t('connections.key.unused')
          }
          ·
          ${
            key.expiresAt
              ? html`${t('connections.key.until')}: ${shortTime(key.expiresAt)}`
              : t('connections.key.forever')
          }
        </p>
        ${
          live
            ? html`<button type="button" class="button small" @click=${() => void this.#revoke(key)}>
                ${t('connections.key.revoke')}<span class="sr-only"> ${key.name}</span>
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }
}
define('qn-api-keys', ApiKeys);
