/** `/admin/outbox`: mails and pushes that did not arrive, why, and another try. */
import { html, nothing } from 'lit';
import { Problem } from '../../data/http.ts';
import { listOutbox, type OutboxItemView, type OutboxList, retryNotice } from '../../data/mails.ts';
import { selectField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { type TextKey, t } from '../../text/text.ts';
import { number, shortTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';

type Shown = OutboxItemView['state'];

export class OutboxPage extends Page {
  #shown: Shown | null = null;
  #busy = '';
  #more = false;
  readonly #list = new Loading<OutboxList>(this, (signal) => listOutbox({ state: this.#shown! }, signal));

  override willUpdate(): void {
    const wanted: Shown = this.query.get('state') === 'waiting' ? 'waiting' : 'failed';
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    void this.#list.start();
  }

  async #retry(id: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = id;
    this.requestUpdate();
    try {
      await retryNotice(id);
      toast(t('admin.outbox.retried'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.#busy = '';
    await this.#list.again();
  }

  async #further(): Promise<void> {
    const list = this.#list.value!;
    this.#more = true;
    this.requestUpdate();
    try {
      const page = await listOutbox({ state: this.#shown!, after: list.next! });
      this.#list.put({ ...page, items: [...list.items, ...page.items] });
    } finally {
      this.#more = false;
      this.requestUpdate();
    }
  }

  override render() {
    const states = ['failed', 'waiting'] as const;
    const filter = selectField({
      id: 'outbox-state',
      label: t('admin.outbox.filter'),
      value: this.#shown === 'failed' ? '' : 'waiting',
      none: t('admin.outbox.state.failed'),
      choices: states.slice(1).map((state) => ({ value: state, text: t(`admin.outbox.state.${state}` as TextKey) })),
      onChange: (state) => go(`/admin/outbox?state=${state || 'failed'}`),
    });
    return adminFrame('/admin/outbox', 'admin.outbox.title', html`<div class="row">${filter}</div>${this.#body()}`);
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => void this.#list.start()) : loadingState();
    if (value.items.length === 0)
      return emptyState(t('admin.outbox.none'), t('admin.outbox.none.text'), nothing, 'check');
    return html`<ul class="plain stack tight">
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

  #row(item: OutboxItemView) {
    const { id, kind, to, code, reason, attempts, createdAt } = item;
    return html`<li class="card stack tight">
      <div class="row spread">
        <h2 class="row-title">${t(`admin.outbox.kind.${kind}` as TextKey)} ${t(`admin.outbox.to.${to}` as TextKey)}</h2>
        ${busyButton({
          text: t('admin.outbox.retry'),
          busy: this.#busy === id,
          kind: 'small',
          sign: 'refresh',
          onClick: () => void this.#retry(id),
        })}
      </div>
      <p class="s">${this.#why(kind, reason)}</p>
      <p class="s soft">
        ${code ? html`<a href="/tasks?q=${code}">${code}</a> · ` : nothing}${shortTime(createdAt)} ·
        ${t('admin.outbox.attempts', { n: number(attempts) })} · <code class="xs">${reason}</code>
      </p>
    </li>`;
  }

  /** The mail server's code in words. */
  #why(kind: OutboxItemView['kind'], reason: string): string {
    if (kind === 'push') return t('admin.outbox.why.device');
    if (/^bounced|\b55[0-4]\b|\b5\.1\.\d/.test(reason)) return t('admin.outbox.why.address');
    if (/EAUTH|ECONNECTION|ETLS|ETIMEDOUT|ESOCKET|ECONNREFUSED/.test(reason)) return t('admin.outbox.why.server');
    if (/\b4\d\d\b/.test(reason)) return t('admin.outbox.why.later');
    return t('admin.outbox.why.other');
  }
}
define('qn-outbox-page', OutboxPage);
