/** Where one is logged in: devices, and an end to each. */
import { html, nothing } from 'lit';
import { endSession, listSessions, type OpenSessions } from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';

type Item = OpenSessions['items'][number];

export class SessionsList extends Light {
  readonly #list = new Loading<OpenSessions>(this, (signal) => listSessions(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
  }

  async #end(id?: string): Promise<void> {
    try {
      await endSession(id);
      toast(t('account.sessions.ended'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // Somebody else was faster: it is gone, which is what was wanted.
      if (cause.status !== 404) toast(problemText(cause).text);
    }
    await this.#list.again();
    await this.updateComplete;
    this.querySelector<HTMLElement>('h2')?.focus();
  }

  override render() {
    const { value, problem } = this.#list;
    return html`<section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions" tabindex="-1">${t('account.sessions')}</h2>
      ${
        value
          ? html`<ul class="plain account-sessions">
                ${value.items.map((one) => this.#row(one))}
              </ul>
              ${
                value.items.length > 1
                  ? html`<div class="row">
                      <button type="button" class="button" @click=${() => void this.#end()}>${t('account.sessions.others')}</button>
                    </div>`
                  : nothing
              }`
          : problem
            ? problemState(problem, () => void this.#list.start())
            : loadingState()
      }
    </section>`;
  }

  #row({ id, current, by, strong, device, createdAt, seenAt }: Item) {
    const name = device || t('account.sessions.unknown');
    const how =
      by === 'oidc' ? 'account.sessions.oidc' : strong ? 'account.sessions.strong' : 'account.sessions.password';
    return html`<li class="row spread">
      <div class="stack tight">
        <strong>${name}${current ? html` <span class="badge">${t('account.sessions.this')}</span>` : nothing}</strong>
        <span class="s soft">${t(how)}</span>
        <span class="s soft">${t('account.sessions.when', { from: fullTime(createdAt), seen: fullTime(seenAt) })}</span>
      </div>
      ${
        current
          ? nothing
          : html`<button
              type="button"
              class="button small"
              aria-label="${t('account.sessions.end')}: ${name}"
              @click=${() => void this.#end(id)}
            >
              ${t('account.sessions.end')}
            </button>`
      }
    </li>`;
  }
}
define('qn-sessions-list', SessionsList);
