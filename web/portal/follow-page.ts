/**
 * Follow a report: where it stands, when the stage is due and who says so, what is missing, the reply, the rating.
 * The access token comes in the hash of the private link once, is kept on the device and leaves the address at once.
 */
import { html, nothing } from 'lit';
import { now } from '../data/clock.ts';
import { forgetReport, keepReport, keptReports, tokenOf } from '../data/kept.ts';
import {
  type Feedback,
  type ReportView,
  rateReport,
  readReport,
  readWay,
  supplementReport,
  type Way,
  withdrawReport,
} from '../data/reports.ts';
import { erasedNotice } from '../elements/erased.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { resolutionMark } from '../elements/resolution.ts';
import { historyList } from '../elements/stage-line.ts';
import { loadingState, notice, problemState } from '../elements/states.ts';
import { wayLine } from '../elements/way-line.ts';
import { go, rewriteAddress } from '../shell/router.ts';
import { actorName, districtName, fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { clockTime, fullTime, shortTime } from '../text/times.ts';
import { replyView } from './reply-view.ts';
import { linkBox } from './sent.ts';
import './feedback-form.ts';
import './notice-switch.ts';
import './supplement-form.ts';
import './withdraw-button.ts';
import '../elements/picture-grid.ts';
import './portal.css';

/** How often a page that is looked at asks again. */
const refreshMs = 20_000;

export class FollowPage extends Page {
  #token: string | null = null;
  #readAt = 0;
  #acting = false;
  #way: Way | null = null;
  readonly #report = new Loading<ReportView>(this, async (signal) => {
    const token = this.#token ?? '';
    const [report, way] = await Promise.all([readReport(this.code, token, signal), readWay(this.code, token, signal)]);
    this.#way = way;
    this.#readAt = now();
    this.#keep(report);
    return report;
  });

  get code(): string {
    return this.params.code ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const given = location.hash.slice(1);
    this.#token = given || tokenOf(this.code);
    if (given) rewriteAddress(location.pathname + location.search);
    if (!this.#token) return;
    void this.#report.start();
    const look = () => {
      if (document.visibilityState === 'visible' && !this.#acting) void this.#report.again();
    };
    const timer = setInterval(look, refreshMs);
    document.addEventListener('visibilitychange', look);
    addEventListener('online', look);
    this.untilGone(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('online', look);
    });
  }

  /** Keeps the token once it has opened the report; one that does not open it is not kept. */
  #keep(report: ReportView): void {
    const known = keptReports().find((one) => one.code === report.code);
    if (known?.token === this.#token) return;
    const received = report.history[0]?.at;
    keepReport({
      code: report.code,
      token: this.#token!,
      summary: report.content.slice(0, 120),
      at: received ? Date.parse(received) : Date.now(),
    });
  }

  /** Sends something, then reads until the status shows it: the answer 202 comes before the record does. */
  async #act(send: () => Promise<void>): Promise<void> {
    this.#acting = true;
    const before = JSON.stringify(this.#report.value?.history ?? []);
    try {
      await send();
      for (const wait of [200, 400, 800, 1_600, 3_000]) {
        await new Promise((done) => setTimeout(done, wait));
        await this.#report.again();
        if (JSON.stringify(this.#report.value?.history ?? []) !== before) break;
      }
    } finally {
      this.#acting = false;
    }
  }

  readonly #supplement = (body: { content?: string; attachments?: string[] }) =>
    this.#act(() => supplementReport(this.code, this.#token!, body));
  readonly #rate = (body: Feedback) => this.#act(() => rateReport(this.code, this.#token!, body));
  readonly #withdraw = (reason: string) =>
    this.#act(() => withdrawReport(this.code, this.#token!, reason ? { reason } : {}));

  override render() {
    const report = this.#report.value;
    return html`<div class="stack loose">
      <header class="row spread">
        <div>
          <p class="soft s">${t('follow.report')}</p>
          <h1 tabindex="-1" class="code">${report?.code ?? this.code}</h1>
        </div>
        ${
          report
            ? html`<div class="row s soft">
                <span>${t('state.asOf', { at: clockTime(this.#readAt) })}</span>
                <button type="button" class="button small" @click=${() => this.#report.again()}>
                  ${icon('refresh')}${t('act.refresh')}
                </button>
              </div>`
            : nothing
        }
      </header>
      ${this.#body(report)}
    </div>`;
  }

  #body(report: ReportView | undefined) {
    if (!this.#token) return this.#noToken(t('follow.noToken'), t('follow.noToken.text'));
    const problem = this.#report.problem;
    if (!report && problem && (problem.status === 404 || problem.status === 401)) {
      return this.#noToken(t('follow.notFound'), t('follow.notFound.text'));
    }
    if (!report) return problem ? problemState(problem, () => this.#report.start()) : loadingState();
    return html`${problem ? notice('soon', t('state.old'), t('state.old.text'), 'status') : nothing}
      ${report.erased ? erasedNotice(report.erased) : nothing} ${this.#standing(report)} ${this.#asked(report)}
      ${report.reply ? replyView(report.reply, this.#token) : nothing}
      <qn-feedback-form .report=${report} .send=${this.#rate}></qn-feedback-form>
      <div class="columns">
        ${this.#steps(report)}
        <section class="stack" aria-labelledby="what">
          <h2 id="what">${t('follow.content')}</h2>
          <p class="pre">${report.content}</p>
          <qn-pictures .ids=${report.attachments} .token=${this.#token}></qn-pictures>
          <dl class="facts">
            <dt>${t('follow.place')}</dt>
            <dd>${[report.place.text, districtName(report.place.district)].filter(Boolean).join(', ')}</dd>
            ${report.field ? html`<dt>${t('follow.field')}</dt><dd>${fieldName(report.field)}</dd>` : nothing}
            ${report.confidential ? html`<dt>${t('follow.shown')}</dt><dd>${t('send.confidential')}</dd>` : nothing}
          </dl>
          <details class="stack">
            <summary>${t('follow.history')}</summary>
            ${historyList(report.history, actorName)}
          </details>
          ${
            this.#running(report)
              ? html`<qn-notice-switch .code=${report.code} .token=${this.#token}></qn-notice-switch>`
              : nothing
          }
          ${linkBox(report.code, this.#token)}
          <qn-withdraw .report=${report} .send=${this.#withdraw}></qn-withdraw>
        </section>
      </div>`;
  }

  #noToken(title: string, text: string) {
    return html`<div class="read stack">
      ${notice('info', title, text, 'alert')}
      <div class="row">
        <a class="button primary" href="/follow">${t('follow.enter')}</a>
        ${
          this.#token && tokenOf(this.code)
            ? html`<button
                type="button"
                class="button"
                @click=${() => {
                  forgetReport(this.code);
                  go('/follow');
                }}
              >
                ${t('find.forget')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #standing(report: ReportView) {
    const tone = { closed: 'done', answered: 'done', 'needs-supplement': 'soon' }[report.status as string] ?? '';
    return html`<section class="card stack tight" aria-labelledby="status">
      <div class="row spread">
        <h2 id="status"><span class="badge ${tone}" data-status=${report.status}>${t(`status.${report.status}` as TextKey)}</span></h2>
        ${resolutionMark(report.reply?.resolution)}
      </div>
      <p>${t(`follow.status.${report.status}` as TextKey)}</p>
      ${this.#promise(report)}
      ${report.history[0] ? html`<p class="xs soft">${t('follow.since', { at: shortTime(report.history[0].at) })}</p>` : nothing}
    </section>`;
  }

  /** Whether there may still be news. */
  #running(report: ReportView): boolean {
    return !['rejected', 'withdrawn', 'closed'].includes(report.status);
  }

  /** The latest date of the reply, as long as there is none. */
  #promise(report: ReportView) {
    if (!['received', 'in-progress'].includes(report.status) || report.reply) return nothing;
    const last = this.#way?.steps.findLast((one) => one.state !== 'past' && one.dueAt);
    return last?.dueAt ? html`<p>${t('way.answerBy', { at: fullTime(last.dueAt) })}</p>` : nothing;
  }

  #steps(report: ReportView) {
    const way = this.#way;
    if (!way || way.steps.length === 0) return nothing;
    return html`<section class="stack" aria-labelledby="way" data-standing=${report.stage ?? ''}>
      <h2 id="way">${t('way.title')}</h2>
      ${wayLine(way)}
      ${way.version === null ? nothing : html`<p class="xs soft">${t('way.version', { n: way.version })}</p>`}
    </section>`;
  }

  /** What the IOC wants to know, or why it did not take the report. */
  #asked(report: ReportView) {
    if (report.status === 'rejected') {
      return notice('late', t('follow.ground'), html`<p class="pre">${report.ground ?? ''}</p>`);
    }
    if (report.status !== 'needs-supplement') return nothing;
    return html`<qn-supplement-form .code=${report.code} .missing=${report.missing ?? ''} .send=${this.#supplement}></qn-supplement-form>`;
  }
}
define('qn-follow-page', FollowPage);
