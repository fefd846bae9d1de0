/** `/admin/mail`: mails that came in, by what became of them. */
import { html, nothing } from 'lit';
import { mailStates } from '../../../domain/mail-in/letter.ts';
import { listMails, type MailItem, type MailList } from '../../data/mails.ts';
import { selectField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../../elements/states.ts';
import { go } from '../../shell/router.ts';
import { type TextKey, t } from '../../text/text.ts';
import { number, shortTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import '../../elements/table.css';

export const stateText = (state: string): string => t(`admin.mail.state.${state}` as TextKey);
export const whyText = (why: string): string => t(`admin.mail.why.${why}` as TextKey);

export class MailsPage extends Page {
  #more = false;
  #shown = '';
  readonly #list = new Loading<MailList>(this, (signal) => listMails(this.#query, signal));

  override willUpdate(): void {
    const wanted = this.query.get('state') ?? 'held';
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    void this.#list.start();
  }

  get #query(): { state?: string } {
    return this.#shown === 'all' ? {} : { state: this.#shown };
  }

  async #further(): Promise<void> {
    const list = this.#list.value!;
    this.#more = true;
    this.requestUpdate();
    try {
      const page = await listMails({ ...this.#query, after: list.next! });
      this.#list.put({ ...page, items: [...list.items, ...page.items] });
    } finally {
      this.#more = false;
      this.requestUpdate();
    }
  }

  override render() {
    return adminFrame('/admin/mail', 'admin.mail.title', html`${this.#filter()} ${this.#body()}`);
  }

  #filter() {
    const counts = this.#list.value?.counts ?? {};
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const named = (text: string, n: number) => (this.#list.value ? `${text} (${number(n)})` : text);
    return html`<div class="row">
      ${selectField({
        id: 'mail-state',
        label: t('admin.mail.filter'),
        value: this.#shown === 'all' ? '' : this.#shown,
        none: named(t('admin.mail.all'), total),
        choices: mailStates.map((state) => ({ value: state, text: named(stateText(state), counts[state] ?? 0) })),
        onChange: (state) => go(`/admin/mail?state=${state || 'all'}`),
      })}
    </div>`;
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => void this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('admin.mail.none'), t('admin.mail.none.text'));
    return html`<ul class="plain stack tight mail-list">
        ${value.items.map((item) => this.#row(item))}
      </ul>
      ${
        value.next
          ? html`<div class="row">
              ${busyButton({ text: t('act.more'), busy: this.#more, onClick: () => void this.#further() })}
            </div>`
          : nothing
      }`;
  }

  #row(item: MailItem) {
    return html`<li class="card stack tight">
      <div class="row spread">
        <h2 class="row-title"><a href="/admin/mail/${item.id}">${item.subject || t('admin.mail.noSubject')}</a></h2>
        <span class="badge">${stateText(item.state)}</span>
      </div>
      <p class="s">${whyText(item.why)}</p>
      <p class="s soft">
        ${item.from ? item.from.name || item.from.address : t('admin.mail.noSender')} · ${shortTime(item.receivedAt)}
        ${item.files > 0 ? html` · ${t('admin.mail.files', { n: number(item.files) })}` : nothing}
        ${item.code ? html` · ${item.code}` : nothing}
      </p>
      ${item.reason ? html`<p class="s">${t('admin.mail.reason', { reason: item.reason, by: item.by ?? '' })}</p>` : nothing}
    </li>`;
  }
}
define('qn-mails-page', MailsPage);
