/**
 * Send a report in four steps that fit a thumb. The draft stays on the device as it is written. Before sending, body
 * and Idempotency-Key are kept together as an attempt; while its answer is unknown exactly that is sent again, so that
 * a report is never doubled however often the network breaks.
 */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import {
  type Attempt,
  type Draft,
  forgetDraft,
  type KeptFile,
  keepAttempt,
  keepDraft,
  keepReport,
  readAttempt,
  readDraft,
} from '../data/kept.ts';
import { type ReportReceipt, sendReport } from '../data/reports.ts';
import { errorSummary, focusSummary } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { nearestDistrict } from '../text/districts.ts';
import { t } from '../text/text.ts';
import { bodyOf, checkStep, type FieldError, furthestStep, placeOf, type StepName, stepNames } from './check-draft.ts';
import { newKey } from './idempotency.ts';
import { checkStepView, type StepContext, whatStep, whereStep, whoStep } from './send-steps.ts';
import { sentView } from './sent.ts';
import '../elements/says-who.ts';
import './portal.css';

export class SendPage extends Page {
  #draft: Draft = readDraft();
  #attempt: Attempt | null = readAttempt();
  #receipt: ReportReceipt | null = null;
  #errors: FieldError[] = [];
  #problem: Problem | null = null;
  #sending = false;
  #uploading = false;
  #notKept = false;
  #locating: StepContext['locating'] = 'idle';

  override connectedCallback(): void {
    super.connectedCallback();
    const online = () => {
      if (this.#attempt && this.#problem?.status === 0) void this.#send();
    };
    addEventListener('online', online);
    this.untilGone(() => removeEventListener('online', online));
  }

  /** The step of the address, but never further than the draft allows. */
  get step(): StepName {
    if (this.#attempt) return 'check';
    const asked = (this.query.get('step') ?? 'what') as StepName;
    const index = Math.max(0, stepNames.indexOf(asked));
    return stepNames[Math.min(index, stepNames.indexOf(furthestStep(this.#draft)))]!;
  }

  #change(part: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...part };
    this.#notKept = !keepDraft(this.#draft);
    const names = Object.keys(part);
    this.#errors = this.#errors.filter((error) => !names.includes(error.field));
    this.requestUpdate();
  }

  #context(): StepContext {
    return {
      draft: this.#draft,
      error: (field) => this.#errors.find((one) => one.field === field)?.text,
      change: (part) => this.#change(part),
      locating: this.#locating,
      locate: () => this.#locate(),
      nearest: this.#draft.district ? undefined : nearestDistrict(this.#draft.lat, this.#draft.lng),
      onFiles: (event) => {
        const { files, busy } = event.detail as { files: KeptFile[]; busy: boolean };
        this.#uploading = busy;
        this.#change({ files });
      },
    };
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
    if (step === 'what' && this.#uploading) {
      this.#errors.push({ field: 'files', text: t('send.wait') });
    }
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
    else go(`/?step=${stepNames[stepNames.indexOf(step) + 1]}`);
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    const attempt = this.#attempt ?? { key: newKey(), body: bodyOf(this.#draft) };
    this.#attempt = attempt;
    keepAttempt(attempt);
    this.#sending = true;
    this.#problem = null;
    this.requestUpdate();
    try {
      const receipt = await sendReport(attempt.body, attempt.key);
      const { code, accessToken: token, receivedAt } = receipt;
      keepReport({ code, token, summary: attempt.body.content.slice(0, 120), at: Date.parse(receivedAt) });
      forgetDraft();
      this.#attempt = null;
      this.#draft = readDraft();
      this.#receipt = receipt;
    } catch (cause) {
      this.#failed(cause);
    }
    this.#sending = false;
    this.requestUpdate();
    await this.updateComplete;
    if (this.#receipt) {
      const heading = this.querySelector<HTMLElement>('h1');
      heading?.focus();
      scrollTo(0, 0);
    }
  }

  #failed(cause: unknown): void {
    if (!(cause instanceof Problem)) throw cause;
    this.#problem = cause;
    // Only a clear refusal means that nothing was stored; then the sender may change it and a new attempt gets a new key.
    const refused = [400, 403, 404, 409, 413, 415, 422].includes(cause.status);
    if (!refused) return;
    this.#attempt = null;
    keepAttempt(null);
    const found = Object.entries(cause.fieldErrors()).map(([pointer, text]) => ({ ...placeOf(pointer), text }));
    this.#errors = found;
    const first = found.find((one) => one.step !== 'check');
    if (first) go(first.step === 'what' ? '/' : `/?step=${first.step}`);
    void focusSummary(this);
  }

  #another(): void {
    this.#receipt = null;
    this.#problem = null;
    this.#errors = [];
    go('/');
    this.requestUpdate();
  }

  override render() {
    if (this.#receipt) return sentView(this.#receipt, () => this.#another());
    const step = this.step;
    const index = stepNames.indexOf(step);
    const back = index === 1 ? '/' : `/?step=${stepNames[index - 1]}`;
    const shownErrors = this.#errors.filter((one) => one.field !== 'send');
    return html`<div class="read stack loose">
      <header class="stack tight">
        ${index > 0 && !this.#attempt ? html`<a class="back" href=${back}>${t('act.back')}</a>` : nothing}
        <p class="soft s">${t('send.step', { n: index + 1, of: stepNames.length })}</p>
        <h1 tabindex="-1">${t(`send.title.${step}`)}</h1>
        ${step === 'what' ? html`<p class="soft">${t('send.intro')}</p>` : nothing}
      </header>
      ${errorSummary(shownErrors)} ${this.#unknown()}
      <form class="stack loose" novalidate @submit=${(event: Event) => this.#next(event)}>
        ${this.#step(step)}
        ${this.#notKept ? notice('info', t('send.notKept')) : nothing}
        <div class="row">
          ${busyButton({
            text: step === 'check' ? t(this.#attempt ? 'send.again' : 'send.send') : t('act.next'),
            busy: this.#sending,
            kind: 'primary large',
            type: 'submit',
            ...(step === 'check' && { sign: 'send' as const }),
          })}
        </div>
      </form>
    </div>`;
  }

  #step(step: StepName) {
    if (step === 'what') return whatStep(this.#context());
    if (step === 'where') return whereStep(this.#context());
    if (step === 'who') return whoStep(this.#context());
    return html`${checkStepView(this.#draft, this.#attempt !== null)}
      <p class="soft s">${t('send.truth')} <qn-says-who .article=${'5.3'}></qn-says-who></p>`;
  }

  /** What is known about an attempt that has no answer, or why it was refused as a whole. */
  #unknown() {
    if (this.#sending) return nothing;
    if (this.#attempt && (!this.#problem || this.#problem.status === 0)) {
      return notice('soon', t('send.unknown'), t('send.unknown.text'), 'alert');
    }
    if (!this.#problem || this.#errors.some((one) => one.field !== 'send')) return nothing;
    const { title, text } = problemText(this.#problem);
    return notice('late', title, text, 'alert');
  }
}
define('qn-send-page', SendPage);
