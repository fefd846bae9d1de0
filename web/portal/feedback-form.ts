/** Rate by three faces (article 11.2) and ask for clarification (article 11.1). A rating once, a comment while the window is open. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import type { Feedback, Rating, ReportView } from '../data/reports.ts';
import { keepUnsent, readUnsent } from '../data/unsent.ts';
import { areaField, errorText } from '../elements/fields.ts';
import { face } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';
import '../elements/says-who.ts';

const ratings: readonly Rating[] = ['satisfied', 'acceptable', 'unsatisfied'];

export class FeedbackForm extends Light {
  static override properties = { report: { attribute: false }, send: { attribute: false } };
  report: ReportView | null = null;
  send: (body: Feedback) => Promise<void> = async () => {};
  #rating: Rating | null = null;
  #comment = '';
  #busy = false;
  #error = '';
  /** The report whose unsent words are in the form. */
  #code = '';
  /** An attempt whose answer never came: it may have arrived. */
  #unknown = false;

  override willUpdate(): void {
    if (!this.report || this.report.code === this.#code) return;
    this.#code = this.report.code;
    this.#comment = readUnsent(this.#code, 'feedback');
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const comment = this.#comment.normalize('NFC').trim();
    this.#error = this.#rating || comment ? '' : t('feedback.need');
    this.#busy = this.#error === '';
    this.requestUpdate();
    if (!this.#busy) return;
    try {
      await this.send({ ...(this.#rating && { rating: this.#rating }), ...(comment && { comment }) });
      this.#arrived(comment !== '');
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // Refused as one too many after an answer that was lost: the first had arrived.
      if (cause.status === 409 && this.#unknown) this.#arrived(comment !== '');
      else this.#error = cause.status === 409 ? t('feedback.late') : problemText(cause).text;
      this.#unknown = cause.status === 0;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  #arrived(commented: boolean): void {
    toast(t(commented ? 'feedback.sentComment' : 'feedback.sent'));
    this.#rating = null;
    this.#comment = '';
    keepUnsent(this.#code, 'feedback', '');
  }

  override render() {
    const report = this.report;
    // The window is open while the report waits for feedback; the server says so with the stage.
    const open = report?.stage === 'feedback' && (report.status === 'answered' || report.status === 'closed');
    if (!report || !open) {
      return report?.rating
        ? html`<p class="soft">${t('feedback.given', { rating: t(`rating.${report.rating}` as TextKey) })}</p>`
        : nothing;
    }
    const rated = Boolean(report.rating);
    return html`<section class="card stack" aria-labelledby="feedback">
      <h2 id="feedback">${t(rated ? 'feedback.more' : 'feedback.title')}</h2>
      ${rated ? html`<p>${t('feedback.given', { rating: t(`rating.${report.rating}` as TextKey) })}</p>` : nothing}
      <form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${errorText('feedback', this.#error)}
        ${
          rated
            ? nothing
            : html`<fieldset>
                <legend class="sr-only">${t('feedback.title')}</legend>
                <div class="faces">
                  ${ratings.map(
                    (rating) =>
                      html`<label>
                        <input
                          type="radio"
                          name="rating"
                          value=${rating}
                          .checked=${this.#rating === rating}
                          @change=${() => {
                            this.#rating = rating;
                            this.requestUpdate();
                          }}
                        />
                        ${face(rating)}${t(`rating.${rating}` as TextKey)}
                      </label>`,
                  )}
                </div>
              </fieldset>`
        }
        ${areaField({
          id: 'feedback-comment',
          label: t('feedback.comment'),
          hint: t('feedback.comment.hint'),
          optional: !rated,
          value: this.#comment,
          maxlength: 4_000,
          rows: 3,
          onInput: (value) => {
            this.#comment = value;
            keepUnsent(this.#code, 'feedback', value);
          },
        })}
        <div class="row">
          ${busyButton({ text: t(rated ? 'feedback.sendComment' : 'feedback.send'), busy: this.#busy, kind: 'primary large', type: 'submit' })}
          <span class="s"><qn-says-who .article=${'11.2'}></qn-says-who></span>
        </div>
      </form>
    </section>`;
  }
}
define('qn-feedback-form', FeedbackForm);
