/**
 * Send a report in four steps that fit a thumb. What is written stays on the device letter by letter; "send" puts it
 * into the outbox (data/outbox.ts), which delivers it once – now, or when there is a network. This page writes the
 * draft, asks what is missing, and shows what became of the report.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { box, type SentParcel } from '../data/box.ts';
import { type Draft, emptyDraft, isBlank, type PhotoRef } from '../data/draft.ts';
import { takeOver } from '../data/earlier.ts';
import { forgetDraft, keepDraft, keepReport, onDraftElsewhere, readDraft } from '../data/kept.ts';
import { newKey } from '../data/new-key.ts';
import { deliver, enqueue, markSeen, onNews, receiptOf, takeBack, unseen, waiting } from '../data/outbox.ts';
import { dropPhotos } from '../data/photos.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { errorSummary, focusSummary } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import type { Pick } from '../elements/map-view.ts';
import { busyButton, notice } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { nearestDistrict } from '../text/districts.ts';
import { currentLanguage, t, useWords } from '../text/text.ts';
import { checkStep, type FieldError, furthestStep, placeOf, type StepName, stepNames } from './check-draft.ts';
import { checkStepView, type StepContext, whatStep, whereStep, whoStep } from './send-steps.ts';
import type { Joined } from './where-map.ts';
import '../elements/says-who.ts';
import './portal.css';

/** What stands in place of a step: the receipt, or the list of what waits for a network. */
type Lazy = typeof import('./after-sending.ts');
/** The map and the reports nearby. */
type Where = typeof import('./where-map.ts');

export class SendPage extends Page {
  #draft: Draft = readDraft();
  #errors: FieldError[] = [];
  /** Why the report as a whole was refused. */
  #refusal = '';
  #sending = false;
  #keeping = false;
  #notKept = false;
  #locating: StepContext['locating'] = 'idle';
  /** The receipt that is shown. */
  #sent: SentParcel | null = null;
  /** The report that is being sent while its sender looks on, and how much of its photos has gone (0…1). */
  #outgoing: string | null = null;
  #share = 0;
  #lazy: Lazy | null = null;
  #where: Where | null = null;
  #pointing = false;
  /** The district of the commune that the pin is nearest to. */
  #pinned: string | undefined;
  /** The report that is followed instead of sending this one. */
  #joined: Joined | null = null;
  #shownQuery = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(
      onDraftElsewhere(() => {
        const before = this.#draft;
        this.#draft = readDraft();
        this.requestUpdate();
        if (before.id && before.id !== this.#draft.id) void this.#sentElsewhere(before);
      }),
    );
    this.untilGone(
      onNews(({ key, what, share }) => {
        if (key !== this.#outgoing || what !== 'sending') return;
        this.#share = share ?? 0;
        this.requestUpdate();
      }),
    );
    void this.#tidy();
  }

  override willUpdate(): void {
    const query = this.query.toString();
    if (query === this.#shownQuery) return;
    this.#shownQuery = query;
    this.#sent = null;
    this.#joined = null;
    this.#outgoing = null;
    if (this.#view === 'waiting') void this.#after();
    if (this.step === 'where') void this.#loadWhere();
  }

  /** A draft whose report is on its way already (the page was closed in between) is not written on. */
  async #tidy(): Promise<void> {
    const store = await box();
    this.#notKept ||= !store.lasting;
    if (await takeOver()) this.#draft = readDraft();
    this.requestUpdate();
    const { id } = this.#draft;
    const parcels = await waiting();
    if (id && (parcels.some((one) => one.key === id) || (await receiptOf(id)))) this.#begin();
    const aside = await store.all('drafts');
    if (parcels.length > 0 || aside.length > 0 || (await unseen()).length > 0) await this.#after();
  }

  async #after(): Promise<Lazy> {
    const lazy = await import('./after-sending.ts');
    await useWords(['more']);
    this.#lazy = lazy;
    this.requestUpdate();
    return lazy;
  }

  async #loadWhere(): Promise<void> {
    if (this.#where) return;
    try {
      const [where] = await Promise.all([import('./where-map.ts'), useWords(['more'])]);
      this.#where = where;
      this.requestUpdate();
    } catch {
      // Without a network there is no map: the place is typed.
    }
  }

  get #view(): 'waiting' | 'form' {
    return this.query.get('step') === 'waiting' ? 'waiting' : 'form';
  }

  /** The step of the address, but never further than the draft allows. */
  get step(): StepName {
    const asked = (this.query.get('step') ?? 'what') as StepName;
    const index = Math.max(0, stepNames.indexOf(asked));
    return stepNames[Math.min(index, stepNames.indexOf(furthestStep(this.#draft)))]!;
  }

  #change(part: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...part, id: part.id ?? (this.#draft.id || newKey()) };
    this.#notKept ||= !keepDraft(this.#draft);
    const names = Object.keys(part).map((name) => (name === 'photos' ? 'files' : name));
    this.#errors = this.#errors.filter((error) => !names.includes(error.field));
    this.requestUpdate();
  }

  /** A new draft; who sends stays. */
  #begin(): void {
    forgetDraft();
    this.#draft = readDraft();
    this.#errors = [];
    this.#refusal = '';
    this.requestUpdate();
  }

  #context(): StepContext {
    return {
      draft: this.#draft,
      error: (field) => this.#errors.find((one) => one.field === field)?.text,
      change: (part) => this.#change(part),
      locating: this.#locating,
      locate: () => this.#locate(),
      nearest: this.#draft.district ? undefined : (this.#pinned ?? nearestDistrict(this.#draft.lat, this.#draft.lng)),
      point: this.#where && !this.#pointing ? () => this.#point() : undefined,
      around: this.#where ? this.#around() : undefined,
      onPhotos: (event) => {
        const { photos, busy } = event.detail as { photos: PhotoRef[]; busy: boolean };
        this.#keeping = busy;
        this.#change({ photos });
      },
      onTaken: (event) => void this.#propose(event.detail as File),
      discard: isBlank(this.#draft) ? undefined : () => void this.#discard(),
    };
  }

  #point(): void {
    this.#pointing = true;
    this.requestUpdate();
  }

  #around(): TemplateResult {
    const { lat, lng, email } = this.#draft;
    return html`<qn-where
      .position=${lat === null || lng === null ? null : { lat, lng }}
      .pointing=${this.#pointing}
      .email=${email}
      @place=${({ detail }: CustomEvent<Pick>) => {
        this.#pinned = detail.district;
        this.#change({ lat: detail.lat, lng: detail.lng });
      }}
      @joined=${({ detail }: CustomEvent<Joined>) => this.#join(detail)}
    ></qn-where>`;
  }

  async #join(joined: Joined): Promise<void> {
    this.#joined = joined;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('h1')?.focus();
    scrollTo(0, 0);
  }

  /** The draft goes, or is written on: its sender decides. */
  #leaveJoined(discard: boolean): void {
    this.#joined = null;
    if (discard) {
      void dropPhotos(this.#draft.photos);
      this.#begin();
      go('/');
    }
    this.requestUpdate();
  }

  /** Where and when a photo was taken is only ever proposed. */
  async #propose(file: File): Promise<void> {
    if (file.type !== 'image/jpeg' || this.#draft.proposal) return;
    const { readTaken } = await import('../data/taken.ts');
    const taken = await readTaken(file);
    if (taken) this.#change({ proposal: taken });
  }

  #locate(): void {
    if (this.#locating === 'busy') return;
    if (!navigator.geolocation) {
      this.#locating = 'failed';
      this.requestUpdate();
      return;
    }
    this.#locating = 'busy';
    this.requestUpdate();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.#locating = 'idle';
        this.#pinned = undefined;
        this.#change({ lat: coords.latitude, lng: coords.longitude });
      },
      (error) => {
        this.#locating = error.code === error.PERMISSION_DENIED ? 'refused' : 'failed';
        this.requestUpdate();
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  #next(event: Event): void {
    event.preventDefault();
    const step = this.step;
    if (step === 'check') {
      void this.#send();
      return;
    }
    this.#errors = checkStep(step, this.#draft);
    if (step === 'what' && this.#keeping) this.#errors.push({ field: 'files', text: t('send.wait') });
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
    else go(`/?step=${stepNames[stepNames.indexOf(step) + 1]}`);
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    this.#refusal = '';
    const draft = { ...this.#draft, id: this.#draft.id || newKey() };
    this.requestUpdate();
    try {
      await enqueue(draft, currentLanguage(), { title: t('sent.title'), body: t('sent.share') });
    } catch (cause) {
      // The device is full, or its store broke: the draft is still here.
      console.error(cause);
      this.#refusal = t('send.full');
      this.#sending = false;
      this.requestUpdate();
      return;
    }
    // From here on it is the outbox's: its sender may write the next one, or close the page.
    this.#sending = false;
    this.#begin();
    await this.#follow(draft);
  }

  /** The draft that stood here was sent from another window: this one tells what becomes of it as well. */
  async #sentElsewhere(draft: Draft): Promise<void> {
    if (this.#sending || this.#outgoing) return;
    const parcels = await waiting();
    if (parcels.some((one) => one.key === draft.id) || (await receiptOf(draft.id))) await this.#follow(draft);
  }

  /** Delivers a report while its sender looks on, and shows what becomes of it. */
  async #follow(draft: Draft): Promise<void> {
    this.#errors = [];
    this.#outgoing = draft.id;
    this.#share = 0;
    this.requestUpdate();
    // Loaded meanwhile; without a network and never loaded, it is sent all the same.
    this.#after().catch(() => {});
    const outcome = await deliver(draft.id).catch(() => 'waiting' as const);
    if (outcome === 'waiting') void (await import('../data/background.ts')).askForSync();
    // Its sender has gone on to something else: the list tells what became of it.
    if (this.#outgoing !== draft.id) return;
    this.#outgoing = null;
    await this.#became(outcome, draft);
  }

  async #became(outcome: Awaited<ReturnType<typeof deliver>>, draft: Draft): Promise<void> {
    if (outcome === 'refused') {
      const parcel = await takeBack(draft.id);
      if (!parcel?.refusal) {
        go('/?step=waiting');
        return;
      }
      const { fields, text } = parcel.refusal;
      // Refused means not stored: what is sent next is another report to the server.
      this.#change({ ...draft, id: newKey() });
      this.#errors = Object.entries(fields).map(([pointer, said]) => ({ ...placeOf(pointer), text: said }));
      const first = Object.keys(fields)
        .map(placeOf)
        .find((one) => one.step !== 'check');
      this.#refusal = this.#errors.some((one) => one.field !== 'send') ? '' : text;
      if (first) go(first.step === 'what' ? '/' : `/?step=${first.step}`);
      void focusSummary(this);
      return;
    }
    if (outcome === 'waiting') {
      go('/?step=waiting');
      return;
    }
    const receipt = await receiptOf(draft.id);
    if (!receipt) return;
    const { code, accessToken: token, receivedAt, summary } = receipt;
    keepReport({ code, token, summary, at: Date.parse(receivedAt) });
    void markSeen(draft.id);
    await this.#after();
    this.#sent = receipt;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('h1')?.focus();
    scrollTo(0, 0);
  }

  async #discard(): Promise<void> {
    const sure = await confirmDialog({
      title: t('send.discard.ask'),
      text: t('send.discard.text'),
      act: t('send.discard'),
    });
    if (!sure) return;
    void dropPhotos(this.#draft.photos);
    this.#begin();
    go('/');
  }

  #another(): void {
    this.#sent = null;
    go('/');
    this.requestUpdate();
  }

  /** A report that waited is changed: it becomes the draft, and what stood in the form is put aside. */
  readonly #edit = async (draft: Draft): Promise<void> => {
    const store = await box();
    const before = this.#draft;
    if (!isBlank(before)) await store.write({ shelf: 'drafts', put: { ...before, key: before.id, at: Date.now() } });
    await store.write({ shelf: 'drafts', drop: draft.id });
    this.#draft = { ...emptyDraft, ...draft };
    this.#notKept ||= !keepDraft(this.#draft);
    this.#errors = [];
    this.#refusal = '';
    go('/');
    this.requestUpdate();
  };

  override render() {
    if (this.#sent && this.#lazy) return this.#lazy.sentView(this.#sent, () => this.#another());
    if (this.#outgoing) return this.#going();
    if (this.#joined && this.#where) {
      const acts = { discard: () => this.#leaveJoined(true), keep: () => this.#leaveJoined(false) };
      return this.#where.joinedView(this.#joined, acts);
    }
    if (this.#view === 'waiting') {
      return html`<div class="read stack loose">
        <h1 tabindex="-1">${t('send.waiting')}</h1>
        ${this.#lazy ? html`<qn-waiting .whole=${true} .edit=${this.#edit}></qn-waiting>` : nothing}
        <div class="row"><a class="button large" href="/">${t('send.another')}</a></div>
      </div>`;
    }
    const step = this.step;
    const index = stepNames.indexOf(step);
    const back = index === 1 ? '/' : `/?step=${stepNames[index - 1]}`;
    const shownErrors = this.#errors.filter((one) => one.field !== 'send');
    return html`<div class="read stack loose">
      ${step === 'what' && this.#lazy ? html`<qn-waiting .edit=${this.#edit}></qn-waiting>` : nothing}
      <header class="stack tight">
        ${index > 0 ? html`<a class="back" href=${back}>${t('act.back')}</a>` : nothing}
        <p class="soft s">${t('send.step', { n: index + 1, of: stepNames.length })}</p>
        <h1 tabindex="-1">${t(`send.title.${step}`)}</h1>
        ${step === 'what' ? html`<p class="soft">${t('send.intro')}</p>` : nothing}
      </header>
      ${errorSummary(shownErrors)}
      ${this.#refusal ? notice('late', t('problem.other.title'), this.#refusal, 'alert') : nothing}
      <form class="stack loose" novalidate @submit=${(event: Event) => this.#next(event)}>
        ${this.#step(step)}
        ${this.#notKept ? notice('info', t('send.notKept')) : nothing}
        <div class="row">
          ${busyButton({
            text: step === 'check' ? t('send.send') : t('act.next'),
            busy: this.#sending,
            kind: 'primary large',
            type: 'submit',
            ...(step === 'check' && { sign: 'send' as const }),
          })}
        </div>
      </form>
    </div>`;
  }

  #going(): TemplateResult {
    return html`<div class="read stack loose">
      <h1 tabindex="-1">${t('send.going')}</h1>
      <div class="row" role="status">
        <span class="spinner"></span>
        ${this.#share > 0 ? html`<progress class="grow" max="100" value=${Math.round(this.#share * 100)} aria-label=${t('send.going')}></progress>` : nothing}
      </div>
      <p class="soft">${t('send.going.text')}</p>
      <div class="row"><a class="button large" href="/">${t('send.another')}</a></div>
    </div>`;
  }

  #step(step: StepName): TemplateResult {
    if (step === 'what') return whatStep(this.#context());
    if (step === 'where') return whereStep(this.#context());
    if (step === 'who') return whoStep(this.#context());
    return html`${checkStepView(this.#draft)}
      <p class="soft s">${t('send.truth')} <qn-says-who .article=${'5.3'}></qn-says-who></p>`;
  }
}
define('qn-send-page', SendPage);
