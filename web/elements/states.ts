/** Empty, loading, error and offline, drawn as carefully as the full state. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../data/http.ts';
import { t } from '../text/text.ts';
import { type IconName, icon } from './icons.ts';

export function emptyState(
  title: string,
  text = '',
  act: TemplateResult | typeof nothing = nothing,
  sign: IconName = 'inbox',
) {
  return html`<div class="state">${icon(sign)}
    <h2>${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing}${act}
  </div>`;
}

export function loadingState(text = t('state.loading')): TemplateResult {
  return html`<div class="state" role="status"><span class="spinner"></span><p>${text}</p></div>`;
}

/** What a problem means to a person: what happened and what to do. */
export function problemText(problem: Problem): { title: string; text: string } {
  if (problem.status === 0) return { title: t('problem.offline.title'), text: t('problem.offline.text') };
  if (problem.status === 401) return { title: t('problem.login.title'), text: t('problem.login.text') };
  if (problem.status === 403) return { title: t('problem.right.title'), text: t('problem.right.text') };
  if (problem.status === 404) return { title: t('problem.gone.title'), text: t('problem.gone.text') };
  if (problem.status === 429) {
    return { title: t('problem.often.title'), text: t('problem.often.text', { n: problem.retryAfter ?? 60 }) };
  }
  if (problem.status === 503) return { title: t('problem.down.title'), text: t('problem.down.text') };
  return { title: t('problem.other.title'), text: problem.message };
}

export function problemState(problem: Problem, again?: () => void): TemplateResult {
  const { title, text } = problemText(problem);
  return html`<div class="state" role="alert">${icon(problem.status === 0 ? 'offline' : 'alert')}
    <h2>${title}</h2>
    <p>${text}</p>
    ${
      again
        ? html`<button type="button" class="button" @click=${again}>${icon('refresh')}${t('act.again')}</button>`
        : nothing
    }
  </div>`;
}

/** A notice within a page. */
export function notice(
  tone: 'info' | 'soon' | 'late' | 'done',
  title: string,
  body: TemplateResult | string | typeof nothing = nothing,
  role?: 'alert' | 'status',
): TemplateResult {
  const sign = { info: 'info', soon: 'clock', late: 'alert', done: 'check' } as const;
  return html`<div class="notice ${tone}" role=${role ?? nothing}>
    ${icon(sign[tone])}
    <div class="stack tight">
      <h3>${title}</h3>
      ${typeof body === 'string' ? html`<p>${body}</p>` : body}
    </div>
  </div>`;
}

/** A button that shows that it works, and takes no second press meanwhile. */
export function busyButton(options: {
  text: string;
  busy: boolean;
  kind?: string;
  type?: 'button' | 'submit';
  sign?: IconName;
  /** What a screen reader says, where the text alone would not tell which one it is. */
  label?: string;
  onClick?: () => void;
}): TemplateResult {
  return html`<button
    type=${options.type ?? 'button'}
    class="button ${options.kind ?? ''}"
    aria-label=${options.label ?? nothing}
    aria-disabled=${options.busy ? 'true' : 'false'}
    @click=${(event: Event) => {
      if (options.busy) event.preventDefault();
      else options.onClick?.();
    }}
  >
    ${options.busy ? html`<span class="spinner"></span>` : options.sign ? icon(options.sign) : nothing}${options.text}
  </button>`;
}
