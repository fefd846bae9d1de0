/** What a webhook was told and is to be told: each message with its state; one or all since a day sent again. */
import { html, nothing, type TemplateResult } from 'lit';
import { type Delivery, type DeliveryList, listDeliveries, replay, type WebhookItem } from '../../data/connections.ts';
import { Problem } from '../../data/http.ts';
import { textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { type TextKey, t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';
import '../../elements/table.css';

const page = 20;
/** While something is on its way the list looks again by itself. */
const againMs = 3_000;

export class WebhookDeliveries extends Light {
  static override properties = { webhook: { attribute: false } };
  declare webhook: WebhookItem;
  #wanted = page;
  #since = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #list = new Loading<DeliveryList>(this, async (signal) => {
    const found = await listDeliveries(this.webhook.id, this.#wanted, signal);
    clearTimeout(this.#timer);
    if (this.webhook.state === 'active' && found.items.some(({ state }) => state === 'pending'))
      this.#timer = setTimeout(() => void this.#list.again(), againMs);
    return found;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
    this.untilGone(() => clearTimeout(this.#timer));
  }

  async #again(what: { delivery: string } | { from: string }): Promise<void> {
    try {
      const { count } = await replay(this.webhook.id, what);
      toast(t('connections.delivery.sent', { n: count }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#list.again();
  }

  override render() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => void this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('connections.deliveries.none'));
    const label = t('connections.deliveries.of', { url: this.webhook.url });
    return html`<div class="stack">
      <div class="table-scroll" tabindex="0" role="group" aria-label=${label}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('connections.delivery.at')}</th>
              <th scope="col">${t('connections.delivery.what')}</th>
              <th scope="col">${t('connections.state')}</th>
              <th scope="col" class="num">${t('connections.delivery.tries')}</th>
              <th scope="col"><span class="sr-only">${t('connections.delivery.again')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${value.items.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      <div class="row connection-since">
        ${
          value.next
            ? busyButton({
                text: t('act.more'),
                busy: this.#list.busy,
                onClick: () => {
                  this.#wanted = Math.min(200, this.#wanted + page);
                  void this.#list.again();
                },
              })
            : nothing
        }
        ${this.webhook.state === 'active' ? this.#sinceForm() : nothing}
      </div>
    </div>`;
  }

  #sinceForm(): TemplateResult {
    return html`<form
      class="row"
      @submit=${(event: Event) => {
        event.preventDefault();
        if (this.#since) void this.#again({ from: `${this.#since}T00:00:00+07:00` });
      }}
    >
      ${textField({
        id: `since-${this.webhook.id}`,
        label: t('connections.delivery.since'),
        type: 'date',
        short: true,
        value: this.#since,
        onInput: (value) => {
          this.#since = value;
          this.requestUpdate();
        },
      })}
      <button type="submit" class="button" ?disabled=${!this.#since}>${t('connections.delivery.again')}</button>
    </form>`;
  }

  #row(one: Delivery): TemplateResult {
    const over = one.state === 'done' || one.state === 'failed';
    return html`<tr>
      <td>${shortTime(one.createdAt)}</td>
      <td>
        ${t(`connections.event.${one.type}` as TextKey)}${one.reportCode ? html` <span class="code">${one.reportCode}</span>` : nothing}
      </td>
      <td>
        ${t(`connections.delivery.state.${one.state}` as TextKey)}${one.error ? html` <span class="code s">${one.error}</span>` : nothing}
      </td>
      <td class="num">${one.attempts}</td>
      <td>
        ${
          over && this.webhook.state === 'active'
            ? html`<button
                type="button"
                class="button small"
                aria-label=${t('connections.delivery.again.of', { id: one.id })}
                @click=${() => void this.#again({ delivery: one.id })}
              >
                ${t('connections.delivery.again')}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }
}
define('qn-webhook-deliveries', WebhookDeliveries);
