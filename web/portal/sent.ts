/** After sending: the code, the private link, and what comes next. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ReportReceipt } from '../data/reports.ts';
import { icon } from '../elements/icons.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import '../elements/qr-code.ts';

/** The private link: the token stands behind the hash, so that it reaches no server and no log. */
export function privateLink(code: string, token: string): string {
  return `${location.origin}/r/${encodeURIComponent(code)}#${token}`;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('sent.copied'));
  } catch {
    document.querySelector<HTMLInputElement>('#private-link')?.select();
    toast(t('sent.copyYourself'));
  }
}

export function linkBox(code: string, token: string): TemplateResult {
  const link = privateLink(code, token);
  const share = () => void navigator.share({ title: t('sent.share', { code }), url: link }).catch(() => {});
  return html`<div class="stack tight">
    <label class="field-label" for="private-link">${t('sent.link')}</label>
    <p class="soft s" id="private-link-hint">${t('sent.link.hint')}</p>
    <input
      class="control mono"
      id="private-link"
      readonly
      aria-describedby="private-link-hint"
      .value=${link}
      @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
    />
    <p class="print-only mono">${link}</p>
    <div class="row">
      <button type="button" class="button" @click=${() => copy(link)}>${icon('copy')}${t('sent.copy')}</button>
      <button type="button" class="button" @click=${() => print()}>${icon('print')}${t('sent.print')}</button>
      ${
        'share' in navigator
          ? html`<button type="button" class="button" @click=${share}>${icon('share')}${t('sent.shareAct')}</button>`
          : nothing
      }
    </div>
  </div>`;
}

export function sentView(receipt: ReportReceipt, another: () => void): TemplateResult {
  const { code, accessToken, receivedAt, dueAt } = receipt;
  return html`<div class="read stack loose">
    <header class="stack">
      <span class="big-sign">${icon('check')}</span>
      <h1 tabindex="-1">${t('sent.title')}</h1>
      <p>${t('sent.received', { at: fullTime(receivedAt) })}</p>
    </header>
    <div class="card stack">
      <p class="soft">${t('sent.code')}</p>
      <p class="big-code code" data-testid="code">${code}</p>
      ${linkBox(code, accessToken)}
      <div class="qr-box">
        <qn-qr .text=${privateLink(code, accessToken)} .label=${t('sent.qr')}></qn-qr>
        <p class="s soft">${t('sent.qr.hint')}</p>
      </div>
    </div>
    <section class="stack tight">
      <h2>${t('sent.next')}</h2>
      <p>
        ${dueAt ? t('sent.due', { at: fullTime(dueAt) }) : t('sent.dueUnknown')}
        <qn-says-who .article=${'6.2'}></qn-says-who>
      </p>
    </section>
    <div class="row">
      <a class="button primary large" href="/r/${encodeURIComponent(code)}">${t('sent.follow')}</a>
      <button type="button" class="button large" @click=${another}>${t('sent.another')}</button>
    </div>
  </div>`;
}
