/**
 * The reports of this device that are not with the server yet, and drafts put aside: what is true of each, and what can
 * be done about it. Changes by itself as the outbox works, in whichever window or in the service worker.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { box, type Parcel, type SentParcel } from '../data/box.ts';
import type { Draft } from '../data/draft.ts';
import { newKey } from '../data/new-key.ts';
import { deliver, markSeen, type News, onNews, takeBack, unseen, waiting } from '../data/outbox.ts';
import { dropPhotos } from '../data/photos.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

export class WaitingList extends Light {
  static override properties = { edit: { attribute: false }, whole: { attribute: false } };
  /** Makes a report the draft of the form. */
  edit: (draft: Draft) => Promise<void> = async () => {};
  /** The page of its own, which says so when nothing waits; otherwise it is not there then. */
  whole = false;
  #parcels: Parcel[] = [];
  #aside: (Draft & { at: number })[] = [];
  #sent: SentParcel[] = [];
  #read = false;
  /** How much of each has gone, 0…1, while it is being sent. */
  readonly #share = new Map<string, number>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onNews((news) => this.#hear(news)));
    const network = () => this.requestUpdate();
    for (const name of ['online', 'offline']) {
      addEventListener(name, network);
      this.untilGone(() => removeEventListener(name, network));
    }
    void this.#load();
  }

  #hear({ key, what, share }: News): void {
    if (what === 'sending') {
      this.#share.set(key, share ?? 0);
      this.requestUpdate();
      return;
    }
    this.#share.delete(key);
    void this.#load();
  }

  async #load(): Promise<void> {
    const store = await box();
    [this.#parcels, this.#sent, this.#aside] = await Promise.all([waiting(), unseen(), store.all('drafts')]);
    this.#read = true;
    this.requestUpdate();
  }

  async #takeBack(key: string): Promise<Parcel | undefined> {
    const parcel = await takeBack(key);
    if (!parcel) toast(t('queue.busy'));
    await this.#load();
    return parcel;
  }

  async #change(key: string): Promise<void> {
    const parcel = await this.#takeBack(key);
    if (parcel) await this.edit(parcel.refusal ? { ...parcel.draft, id: newKey() } : parcel.draft);
  }

  async #drop(key: string): Promise<void> {
    const sure = await confirmDialog({ title: t('queue.drop.ask'), text: t('queue.drop.text'), act: t('queue.drop') });
    const parcel = sure ? await this.#takeBack(key) : undefined;
    if (parcel) await dropPhotos(parcel.draft.photos);
  }

  async #dropDraft(draft: Draft): Promise<void> {
    const sure = await confirmDialog({ title: t('queue.drop.ask'), text: t('queue.drop.text'), act: t('queue.drop') });
    if (!sure) return;
    await (await box()).write({ shelf: 'drafts', drop: draft.id });
    await dropPhotos(draft.photos);
    await this.#load();
  }

  async #seen(key: string): Promise<void> {
    await markSeen(key);
    await this.#load();
  }

  override render() {
    const count = this.#parcels.length;
    if (!this.#read) return nothing;
    if (count + this.#aside.length + this.#sent.length === 0) {
      return this.whole ? html`<p>${t('queue.none')}</p>` : nothing;
    }
    return html`<section class="queue stack" aria-label=${t('queue.label')}>
      ${this.#sent.map((one) => this.#arrived(one))} ${this.whole ? this.#list() : this.#line()}
    </section>`;
  }

  /** Above the form: how many wait, and the way to them. */
  #line() {
    const count = this.#parcels.length;
    if (count + this.#aside.length === 0) return nothing;
    const refused = this.#parcels.some((one) => one.refusal);
    return html`<p class="line" role="status">
      ${icon(refused ? 'alert' : 'clock')}
      <strong>${count ? t('queue.title', { n: count }) : t('queue.aside')}</strong>
      <a href="/?step=waiting">${t('queue.open')}</a>
    </p>`;
  }

  #list() {
    return html`${
      this.#parcels.length
        ? html`<p class="soft s">${t('queue.how')}</p>
            <ul class="stack tight">
              ${this.#parcels.map((parcel) => this.#row(parcel))}
            </ul>`
        : nothing
    }
    ${
      this.#aside.length
        ? html`<h2>${t('queue.aside')}</h2>
            <ul class="stack tight">
              ${this.#aside.map((draft) => this.#asideRow(draft))}
            </ul>`
        : nothing
    }`;
  }

  #arrived({ key, code, summary }: SentParcel): TemplateResult {
    return html`<div class="notice done" role="status">
      ${icon('check')}
      <div class="stack tight">
        <h2>${t('queue.sent', { code })}</h2>
        <p class="words">${summary}</p>
        <div class="row">
          <a class="button small" href="/r/${encodeURIComponent(code)}" @click=${() => void markSeen(key)}>${t('sent.follow')}</a>
          <button type="button" class="button small" @click=${() => this.#seen(key)}>${t('act.close')}</button>
        </div>
      </div>
    </div>`;
  }

  #words(draft: Draft, at: number): TemplateResult {
    return html`<p class="words">${draft.content.trim() || draft.place || t('queue.noWords')}</p>
      <p class="soft xs">
        ${shortTime(at)}${draft.photos.length ? html` · ${t('send.files.count', { n: draft.photos.length })}` : nothing}
      </p>`;
  }

  #row(parcel: Parcel): TemplateResult {
    const { key } = parcel;
    const share = this.#share.get(key);
    const summary = parcel.draft.content.trim().slice(0, 60);
    const of = html`<span class="sr-only">: ${summary}</span>`;
    return html`<li class="card stack tight" data-state=${stateOf(parcel, share)}>
      ${this.#words(parcel.draft, parcel.at)}
      <p class="s state-line" role="status">
        ${icon(parcel.refusal ? 'alert' : share === undefined ? 'clock' : 'send')}<span>${sayState(parcel, share)}</span>
      </p>
      ${
        share === undefined
          ? html`<div class="row">
              ${
                parcel.body
                  ? nothing
                  : html`<button type="button" class="button small" @click=${() => this.#change(key)}>${t('act.change')}${of}</button>
                      <button type="button" class="button small" @click=${() => this.#drop(key)}>${t('queue.drop')}${of}</button>`
              }
              ${
                navigator.onLine && !parcel.refusal
                  ? html`<button type="button" class="button small" @click=${() => void deliver(key)}>${t('queue.now')}${of}</button>`
                  : nothing
              }
            </div>`
          : html`<progress max="100" value=${Math.round(share * 100)} aria-label=${t('queue.sending')}></progress>`
      }
    </li>`;
  }

  #asideRow(draft: Draft & { at: number }): TemplateResult {
    return html`<li class="card stack tight">
      ${this.#words(draft, draft.at)}
      <div class="row">
        <button type="button" class="button small" @click=${() => this.edit(draft).then(() => this.#load())}>${t('queue.goOn')}</button>
        <button type="button" class="button small" @click=${() => this.#dropDraft(draft)}>${t('queue.drop')}</button>
      </div>
    </li>`;
  }
}

/** One word for tests and styles. */
function stateOf(parcel: Parcel, share: number | undefined): string {
  if (parcel.refusal) return 'refused';
  if (share !== undefined) return 'sending';
  return parcel.body ? 'unknown' : 'waiting';
}

/** The truth about a parcel, in words. */
function sayState(parcel: Parcel, share: number | undefined): string {
  if (parcel.refusal) return t('queue.refused', { why: parcel.refusal.text });
  if (share !== undefined) return t('queue.sending');
  if (parcel.body && !navigator.onLine) return t('queue.unknown');
  if (!navigator.onLine) return t('queue.offline');
  if (parcel.trouble?.status === 429) return t('queue.often');
  if (parcel.trouble && parcel.trouble.status >= 500) return t('queue.down');
  return parcel.body ? t('queue.unknown') : t('queue.soon');
}
define('qn-waiting', WaitingList);
