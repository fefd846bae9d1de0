/** One erasure: what it would erase or has erased, by whom, and what may be done with it. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import { confirmErasure, dropErasure, type Erasure, readErasure } from '../../data/keeping.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { count } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { fullTime } from '../../text/times.ts';

const tone = { tried: 'soon', running: '', done: 'done' } as const;
const kinds = ['reports', 'senders', 'words', 'files', 'followers', 'devices', 'mails'] as const;

export class ErasureCard extends Light {
  static override properties = { erasure: { attribute: false } };
  erasure: Erasure | null = null;
  #busy = false;
  #codes: string[] | null = null;

  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      await work();
      toast(done);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
    this.dispatchEvent(new Event('changed', { bubbles: true }));
  }

  async #confirm(one: Erasure): Promise<void> {
    const sure = await confirmDialog({
      title: t('admin.retention.sure', { n: count(one.total) }),
      text: t('admin.retention.sure.text'),
      act: t('admin.retention.confirm'),
    });
    if (sure) await this.#do(() => confirmErasure(one), t('admin.retention.confirmed'));
  }

  async #showCodes(event: Event, { id }: Erasure): Promise<void> {
    if (!(event.target as HTMLDetailsElement).open || this.#codes) return;
    try {
      this.#codes = (await readErasure(id)).codes;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.requestUpdate();
  }

  override render() {
    const one = this.erasure;
    if (!one) return nothing;
    const what = t(`admin.retention.what.${one.what}`);
    return html`<article class="card stack tight" aria-labelledby="run-${one.id}">
      <div class="row spread">
        <h3 id="run-${one.id}">${one.rule === null ? t('admin.retention.byRequest') : what}</h3>
        <span class="badge ${tone[one.state]}">${t(`admin.retention.state.${one.state}`)}</span>
      </div>
      <dl class="facts">
        <dt>${t('admin.retention.ground')}</dt>
        <dd lang="vi">${one.ground}</dd>
        <dt>${t('admin.retention.asked')}</dt>
        <dd>${one.askedBy}, <time datetime=${one.askedAt}>${fullTime(one.askedAt)}</time></dd>
        ${
          one.confirmedBy && one.confirmedAt
            ? html`<dt>${t('admin.retention.confirmedBy')}</dt>
                <dd>${one.confirmedBy}, <time datetime=${one.confirmedAt}>${fullTime(one.confirmedAt)}</time></dd>`
            : nothing
        }
        ${one.endedAt ? html`<dt>${t('admin.retention.ended')}</dt><dd><time datetime=${one.endedAt}>${fullTime(one.endedAt)}</time></dd>` : nothing}
        ${kinds.filter((kind) => one.counts[kind] > 0).map((kind) => html`<dt>${t(`admin.retention.count.${kind}`)}</dt><dd>${count(one.counts[kind])}</dd>`)}
      </dl>
      ${one.total === 0 ? html`<p class="s">${t('admin.retention.nothing')}</p>` : nothing}
      ${one.more ? html`<p class="s">${t('admin.retention.more')}</p>` : nothing}
      ${one.state === 'running' ? this.#progress(one) : nothing}
      ${one.skipped.length > 0 ? html`<p class="s">${t('admin.retention.skipped', { codes: one.skipped.join(', ') })}</p>` : nothing}
      ${one.total > 0 ? this.#list(one) : nothing} ${one.state === 'tried' ? this.#acts(one) : nothing}
    </article>`;
  }

  #progress({ progress, total }: Erasure): TemplateResult {
    const text = t('admin.retention.progress', { n: count(progress), all: count(total) });
    return html`<p class="s" role="status">${text}</p>
      <progress max=${total} value=${progress} aria-label=${text}></progress>`;
  }

  #list(one: Erasure): TemplateResult {
    return html`<details @toggle=${(event: Event) => void this.#showCodes(event, one)}>
      <summary>${t('admin.retention.codes')}</summary>
      ${
        this.#codes
          ? html`<p class="s code">${this.#codes.join(', ')}</p>
              <p class="xs soft">${t('admin.retention.hash', { hash: one.hash.slice(0, 16) })}</p>`
          : html`<p class="s soft" role="status">${t('state.loading')}</p>`
      }
    </details>`;
  }

  #acts(one: Erasure): TemplateResult {
    const { mayConfirm, total, id } = one;
    return html`${mayConfirm ? nothing : html`<p class="s soft">${t('admin.retention.second')}</p>`}
      <div class="row">
        ${
          mayConfirm && total > 0
            ? busyButton({
                text: t('admin.retention.confirm'),
                busy: this.#busy,
                kind: 'primary',
                onClick: () => void this.#confirm(one),
              })
            : nothing
        }
        ${busyButton({
          text: t('admin.retention.drop'),
          busy: this.#busy,
          onClick: () => void this.#do(() => dropErasure(id), t('admin.retention.dropped')),
        })}
      </div>`;
  }
}
define('qn-erasure', ErasureCard);
