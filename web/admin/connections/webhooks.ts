/** Webhooks of agencies' software: adding one, trying it, pausing it, a new secret, what it was told. */
import { html, nothing, type TemplateResult } from 'lit';
import { type WebhookEvent, webhookEvents } from '../../../domain/webhooks.ts';
import {
  changeWebhook,
  listWebhooks,
  makeWebhook,
  newSecret,
  pingWebhook,
  removeWebhook,
  type WebhookItem,
} from '../../data/connections.ts';
import { Problem } from '../../data/http.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { selectField, textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { agencyChoices, agencyName } from '../../text/names.ts';
import { type TextKey, t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';
import { choices } from './choices.ts';
import { tellOnce } from './told-once.ts';
import './deliveries.ts';

interface Draft {
  agency: string;
  url: string;
  events: WebhookEvent[];
}

export class AgencyWebhooks extends Light {
  #draft: Draft | null = null;
  #tried = false;
  #badUrl = false;
  #busy = false;
  /** Whose messages are shown. */
  #opened = '';
  readonly #hooks = new Loading<WebhookItem[]>(this, (signal) => listWebhooks(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#hooks.start();
  }

  #set(change: Partial<Draft>): void {
    this.#draft = { ...(this.#draft ?? { agency: '', url: '', events: [...webhookEvents] }), ...change };
    this.requestUpdate();
  }

  #close(): void {
    this.#draft = null;
    this.#tried = false;
    this.#badUrl = false;
    this.requestUpdate();
  }

  async #make(event: Event, draft: Draft): Promise<void> {
    event.preventDefault();
    this.#tried = true;
    this.#badUrl = !/^https?:\/\/\S+$/.test(draft.url.trim());
    this.requestUpdate();
    if (this.#busy || this.#badUrl || !draft.agency || draft.events.length === 0) return this.#toFirstError();
    this.#busy = true;
    try {
      const made = await makeWebhook({ ...draft, url: draft.url.trim() });
      this.#close();
      await tellOnce(t('connections.hook.made'), made.secret);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#badUrl = cause.fieldErrors().url !== undefined;
      if (this.#badUrl) void this.#toFirstError();
      else toast(problemText(cause).text);
    }
    this.#busy = false;
    await this.#hooks.again();
  }

  async #toFirstError(): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>('.invalid select, [aria-invalid="true"], fieldset.invalid')?.focus();
  }

  /** Does something with a webhook, says what came of it, and reads anew. */
  async #act(work: () => Promise<unknown>, done?: TextKey): Promise<void> {
    try {
      await work();
      if (done) toast(t(done));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#hooks.again();
  }

  async #secret({ id }: WebhookItem): Promise<void> {
    const sure = await confirmDialog({
      title: t('connections.hook.secret.ask'),
      text: t('connections.hook.secret.text'),
      act: t('connections.hook.secret'),
    });
    if (sure) await this.#act(async () => tellOnce(t('connections.hook.made'), (await newSecret(id)).secret));
  }

  async #remove({ id }: WebhookItem): Promise<void> {
    const sure = await confirmDialog({
      title: t('connections.hook.remove.ask'),
      text: t('connections.hook.remove.text'),
      act: t('connections.hook.remove'),
    });
    if (sure) await this.#act(() => removeWebhook(id), 'connections.hook.removed');
  }

  override render() {
    const { value, problem } = this.#hooks;
    return html`<section class="stack" aria-labelledby="connection-hooks">
      <header class="row spread">
        <h2 id="connection-hooks">${t('connections.hooks')}</h2>
        ${
          this.#draft
            ? nothing
            : html`<button type="button" class="button" @click=${() => this.#set({})}>${t('connections.hook.new')}</button>`
        }
      </header>
      <p class="s soft">${t('connections.hooks.text')}</p>
      ${this.#draft ? this.#form(this.#draft) : nothing}
      ${value ? this.#list(value) : problem ? problemState(problem, () => void this.#hooks.start()) : loadingState()}
    </section>`;
  }

  #form(draft: Draft): TemplateResult {
    const missing = (value: unknown): string | undefined =>
      this.#tried && !value ? t('connections.required') : undefined;
    return html`<form class="card stack" novalidate @submit=${(event: Event) => void this.#make(event, draft)}>
      ${selectField({
        id: 'hook-agency',
        label: t('connections.agency'),
        none: t('connections.agency.none'),
        choices: agencyChoices(),
        value: draft.agency,
        error: missing(draft.agency),
        onChange: (agency) => this.#set({ agency }),
      })}
      ${textField({
        id: 'hook-url',
        label: t('connections.hook.url'),
        hint: t('connections.hook.url.hint'),
        maxlength: 1_000,
        value: draft.url,
        error: this.#badUrl ? t('connections.hook.url.bad') : undefined,
        onInput: (url) => this.#set({ url }),
      })}
      ${choices<WebhookEvent>({
        id: 'hook-events',
        label: t('connections.hook.events'),
        all: webhookEvents,
        chosen: draft.events,
        error: missing(draft.events.length),
        textOf: (one) => t(`connections.event.${one}`),
        onChange: (events) => this.#set({ events }),
      })}
      <div class="row">
        ${busyButton({ text: t('connections.hook.new'), busy: this.#busy, kind: 'primary', type: 'submit' })}
        <button type="button" class="button" @click=${() => this.#close()}>${t('act.cancel')}</button>
      </div>
    </form>`;
  }

  #list(hooks: WebhookItem[]): TemplateResult {
    if (hooks.length === 0)
      return emptyState(t('connections.hooks.none'), t('connections.hooks.none.text'), nothing, 'send');
    return html`<ul class="plain stack">
      ${hooks.map((one) => this.#card(one))}
    </ul>`;
  }

  #card(hook: WebhookItem): TemplateResult {
    const { id, url, events, state } = hook;
    const active = state === 'active';
    const next = active ? 'paused' : 'active';
    const open = this.#opened === id;
    return html`<li class="card stack tight">
      <div class="row spread">
        <h3 class="connection-url">${url}</h3>
        <span class="badge ${state === 'off' ? 'late' : ''}">${t(`connections.hook.state.${state}` as TextKey)}</span>
      </div>
      <p>${agencyName(hook.agency)}</p>
      <p class="s soft">${events.map((one) => t(`connections.event.${one}`)).join(' · ')}</p>
      ${
        hook.failingSince
          ? notice(
              state === 'off' ? 'late' : 'soon',
              t('connections.hook.failing', {
                n: hook.failures,
                at: shortTime(hook.failingSince),
                error: hook.lastError ?? '',
              }),
            )
          : nothing
      }
      <p class="s soft">
        ${
          hook.lastDoneAt ? t('connections.hook.well', { at: shortTime(hook.lastDoneAt) }) : t('connections.hook.never')
        }
        · ${t('connections.hook.owed', { n: hook.owed })}${
          hook.oldSecretUntil && Date.parse(hook.oldSecretUntil) > Date.now()
            ? html` · ${t('connections.hook.both', { at: shortTime(hook.oldSecretUntil) })}`
            : nothing
        }
      </p>
      <div class="row" role="group" aria-label=${url}>
        ${
          active
            ? html`<button
                type="button"
                class="button small"
                @click=${() => {
                  this.#opened = id;
                  void this.#act(() => pingWebhook(id), 'connections.hook.pinged');
                }}
              >
                ${t('connections.hook.ping')}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="button small"
          @click=${() => void this.#act(() => changeWebhook(id, { url, events, state: next }))}
        >
          ${t(active ? 'connections.hook.pause' : 'connections.hook.resume')}
        </button>
        <button type="button" class="button small" @click=${() => void this.#secret(hook)}>
          ${t('connections.hook.secret')}
        </button>
        <button type="button" class="button small" @click=${() => void this.#remove(hook)}>
          ${t('connections.hook.remove')}
        </button>
        <button
          type="button"
          class="button small"
          aria-expanded=${open ? 'true' : 'false'}
          @click=${() => {
            this.#opened = open ? '' : id;
            this.requestUpdate();
          }}
        >
          ${t('connections.deliveries')}
        </button>
      </div>
      ${open ? html`<qn-webhook-deliveries .webhook=${hook}></qn-webhook-deliveries>` : nothing}
    </li>`;
  }
}
define('qn-agency-webhooks', AgencyWebhooks);
