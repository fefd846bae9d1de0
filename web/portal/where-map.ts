/**
 * The part of the second step that needs the network, loaded with that step: the map to point at, and accepted reports
 * nearby ("is it one of these?"), which one may follow instead of sending the same again. Without a network it is
 * quiet, and the place is typed.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { now } from '../data/clock.ts';
import { followNearby, type Nearby, readNearby, sameMatter } from '../data/nearby.ts';
import { Problem } from '../data/problem.ts';
import { canPush, subscribeHere } from '../data/push.ts';
import { errorText, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import type { Pick, Position } from '../elements/map-view.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { fieldName } from '../text/names.ts';
import { t, textFor } from '../text/text.ts';
import { day } from '../text/times.ts';
import '../elements/map-view.ts';

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class WhereMap extends Light {
  static override properties = {
    position: { attribute: false },
    pointing: { attribute: false },
    email: { attribute: false },
  };
  position: Position | null = null;
  /** Whether the map is wanted. */
  pointing = false;
  /** The sender's, where known: to be told at. */
  email = '';
  #chosen: Nearby | null = null;
  #error = '';
  #busy = false;
  #hereError = '';
  #busyHere = false;
  readonly #nearby = new Loading<Nearby[]>(this, async (signal) => {
    const { lat, lng } = this.position!;
    return sameMatter(await readNearby(lat, lng, signal), lat, lng, now());
  });

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('position')) return;
    const before = changed.get('position') as Position | null | undefined;
    const { lat, lng } = this.position ?? {};
    if (lat === before?.lat && lng === before?.lng) return;
    this.#chosen = null;
    if (this.position) void this.#nearby.again();
  }

  get #found(): Nearby[] {
    return (this.position && this.#nearby.value) || [];
  }

  async #follow(event: Event): Promise<void> {
    event.preventDefault();
    const chosen = this.#chosen;
    if (!chosen || this.#busy) return;
    const email = this.email.trim();
    this.#error = emailPattern.test(email) ? '' : t('send.bad.email');
    this.#busy = this.#error === '';
    this.requestUpdate();
    if (!this.#busy) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('#follow-email')?.focus();
      return;
    }
    try {
      await followNearby(chosen.code, { email });
      this.dispatchEvent(new CustomEvent('joined', { detail: { ...chosen, email }, bubbles: true }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#error = problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  /** To be told on this device: for those who have no address to write to. */
  async #followHere(): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen || this.#busyHere) return;
    this.#hereError = '';
    this.#busyHere = true;
    this.requestUpdate();
    try {
      const push = await subscribeHere();
      if (push === 'denied' || push === 'unsupported') this.#hereError = t(`push.${push}`);
      if (typeof push === 'string') return;
      await followNearby(chosen.code, { push });
      this.dispatchEvent(new CustomEvent('joined', { detail: { ...chosen, email: '' }, bubbles: true }));
    } catch (cause) {
      // A browser without a push service says so by an error of its own.
      this.#hereError = cause instanceof Problem ? problemText(cause).text : t('push.failed');
    } finally {
      this.#busyHere = false;
      this.requestUpdate();
    }
  }

  async #choose(one: Nearby): Promise<void> {
    this.#chosen = this.#chosen?.code === one.code ? null : one;
    this.#error = '';
    this.#hereError = '';
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#follow-email')?.focus();
  }

  override render() {
    return html`${this.pointing ? this.#map() : nothing} ${this.#list()}`;
  }

  #map() {
    const points = this.#found.map((one) => ({
      id: one.code,
      lat: one.lat,
      lng: one.lng,
      label: `${fieldName(one.field)}, ${day(one.receivedAt)}`,
      tone: one.status === 'in-progress' ? ('calm' as const) : ('done' as const),
    }));
    return html`<qn-map
      class="small-map"
      .label=${t('where.map')}
      .pick=${true}
      .position=${this.position}
      .points=${points}
      @pick=${(event: CustomEvent<Pick>) => {
        event.stopPropagation();
        this.dispatchEvent(new CustomEvent('place', { detail: event.detail, bubbles: true }));
      }}
      @open=${(event: CustomEvent<{ id: string }>) => {
        event.stopPropagation();
        const found = this.#found.find((one) => one.code === event.detail.id);
        if (found && this.#chosen?.code !== found.code) void this.#choose(found);
      }}
    ></qn-map>`;
  }

  #list() {
    const found = this.#found;
    if (!this.position) return nothing;
    return html`<div role="status">
        ${found.length ? html`<p class="sr-only">${t('nearby.count', { n: found.length })}</p>` : nothing}
      </div>
      ${
        found.length
          ? html`<section class="nearby card stack tight" aria-labelledby="nearby">
              <h2 id="nearby">${t('nearby.title')}</h2>
              <p class="s soft">${t('nearby.why')}</p>
              <ul>
                ${found.map((one) => this.#row(one))}
              </ul>
            </section>`
          : nothing
      }`;
  }

  #row(one: Nearby) {
    const open = this.#chosen?.code === one.code;
    return html`<li>
      <div class="row">
        <p class="grow">
          <strong>${fieldName(one.field)}</strong><br />
          <span class="s soft"
            >${t(one.metres < 50 ? 'nearby.here' : 'nearby.metres', { n: one.metres })} · ${day(one.receivedAt)} · ${textFor('status', one.status) ?? one.status}</span
          >
        </p>
        <button type="button" class="button small" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.#choose(one)}>
          ${t('nearby.same')}<span class="sr-only">: ${fieldName(one.field)}, ${day(one.receivedAt)}</span>
        </button>
      </div>
      ${open ? this.#form() : nothing}
    </li>`;
  }

  /** Not a form element: it stands within the form of the step. */
  #form() {
    return html`<div
      class="stack tight follow"
      @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && (event.target as HTMLElement).id === 'follow-email' && this.#follow(event)}
    >
      ${textField({
        id: 'follow-email',
        label: t('send.email'),
        hint: t('nearby.email'),
        error: this.#error || undefined,
        value: this.email,
        type: 'email',
        inputmode: 'email',
        maxlength: 254,
        autocomplete: 'email',
        onInput: (email) => {
          this.email = email;
          this.#error = '';
        },
      })}
      <div class="row">
        ${busyButton({ text: t('nearby.follow'), busy: this.#busy, onClick: () => void this.#follow(new Event('click')) })}
        ${
          canPush()
            ? busyButton({
                text: t('nearby.onDevice'),
                sign: 'bell',
                busy: this.#busyHere,
                onClick: () => void this.#followHere(),
              })
            : nothing
        }
      </div>
      ${this.#hereError ? errorText('follow-here', this.#hereError) : nothing}
    </div>`;
  }
}
define('qn-where', WhereMap);

export interface Joined extends Nearby {
  /** Empty: told on this device. */
  email: string;
}

/** After following instead of sending: what comes, and what becomes of the draft. */
export function joinedView(joined: Joined, acts: { discard(): void; keep(): void }) {
  return html`<div class="read stack loose">
    <header class="stack">
      <span class="big-sign">${icon('check')}</span>
      <h1 tabindex="-1">${t('nearby.joined')}</h1>
      <p>
        ${
          joined.email
            ? t('nearby.joined.text', { field: fieldName(joined.field), email: joined.email })
            : t('nearby.joined.onDevice', { field: fieldName(joined.field) })
        }
      </p>
    </header>
    <section class="stack tight">
      <h2>${t('nearby.draft')}</h2>
      <p>${t('nearby.draft.text')}</p>
      <div class="row">
        <button type="button" class="button primary large" @click=${acts.discard}>${t('nearby.draft.discard')}</button>
        <button type="button" class="button large" @click=${acts.keep}>${t('nearby.draft.keep')}</button>
      </div>
    </section>
  </div>`;
}
