/**
 * The way of a report as a line of steps, in the words of the deployed diagram: passed, here, expected; each with its
 * dates and the article that they come from, an extension with its reason and who allowed it.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Extension, Way, WayStep } from '../../domain/api/way.ts';
import { actorName } from '../text/names.ts';
import { inLanguage, type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { icon } from './icons.ts';
import { sayHistory } from './stage-line.ts';
import './due-badge.ts';
import './says-who.ts';
import './way-line.css';

/** How often this step had come before, counted from one. */
function turnOf(steps: readonly WayStep[], index: number): number {
  return steps.slice(0, index + 1).filter((one) => one.elementId === steps[index]!.elementId).length;
}

export function wayLine(way: Way): TemplateResult {
  return html`<ol class="way" aria-label=${t('way.title')}>
    ${way.steps.map(
      (step, index) =>
        html`<li class="${step.state}${step.interrupted ? ' broken' : ''}" aria-current=${step.state === 'here' ? 'step' : nothing}>
          <span class="dot" aria-hidden="true">${step.state === 'past' ? icon(step.interrupted ? 'minus' : 'check') : nothing}</span>
          <div class="stack tight">
            <p class="step">
              <strong>${inLanguage(step.label)}</strong>${turnOf(way.steps, index) > 1 ? html` <span class="soft">${t('way.again', { n: turnOf(way.steps, index) })}</span>` : nothing}
              <span class="sr-only">${t(`way.${step.state}` as TextKey)}</span>
            </p>
            ${stepFacts(step)}
          </div>
        </li>`,
    )}
  </ol>`;
}

function stepFacts(step: WayStep): TemplateResult | typeof nothing {
  if (step.state === 'here') return here(step);
  if (step.state === 'ahead') return ahead(step);
  return html`<p class="s">${step.interrupted ? t('way.broken') : nothing}${step.outcome ? sayOutcome(step) : nothing}</p>
    ${step.extension ? extension(step.extension) : nothing}
    ${dates(step)}`;
}

function sayOutcome(step: WayStep): TemplateResult {
  return html`${sayHistory(step.outcome!)}${step.by ? html` <span class="soft">· ${actorName(step.by)}</span>` : nothing}`;
}

/** When it was done, and whether that was in time: the date and the finish stand side by side. */
function dates(step: WayStep): TemplateResult | typeof nothing {
  const at = step.leftAt ?? step.enteredAt;
  if (!at) return nothing;
  const late = step.dueAt && Date.parse(at) > Date.parse(step.dueAt);
  return html`<p class="xs soft">
    <time datetime=${at}>${step.dueAt && !step.interrupted ? t('way.done', { at: shortTime(at) }) : shortTime(at)}</time>
    ${
      step.dueAt && step.state === 'past' && !step.interrupted
        ? html` · ${t('due.by', { at: shortTime(step.dueAt) })}
            ${late ? html`<span class="badge late">${icon('late')}${t('way.late')}</span>` : html`· ${t('way.inTime')}`}
            ${step.article ? html`· <qn-says-who .article=${step.article}></qn-says-who>` : nothing}`
        : nothing
    }
  </p>`;
}

function here(step: WayStep): TemplateResult {
  return html`${
    step.dueAt
      ? html`<qn-due .dueAt=${step.dueAt} .originalDueAt=${step.firstDueAt ?? null} .article=${step.article ?? ''}></qn-due>`
      : nothing
  }
  ${step.enteredAt ? html`<p class="xs soft">${t('way.since', { at: shortTime(step.enteredAt) })}</p>` : nothing}`;
}

function ahead(step: WayStep): TemplateResult | typeof nothing {
  if (!step.dueAt) return nothing;
  return html`<p class="xs soft">
    ${t('way.expected', { at: shortTime(step.dueAt) })}
    ${step.article ? html`· <qn-says-who .article=${step.article}></qn-says-who>` : nothing}
  </p>`;
}

/** Who allowed more time, why it was asked for, the first date and the new one (article 8.3). */
function extension(one: Extension): TemplateResult {
  const by = actorName(one.by ?? '');
  return html`<div class="extension stack tight s">
    ${one.askedDays ? html`<p>${t('way.extension.asked', { n: one.askedDays })}</p>` : nothing}
    ${one.reason ? html`<blockquote class="pre" lang="vi">${one.reason}</blockquote>` : nothing}
    <p>
      ${
        one.outcome === 'granted'
          ? t('way.extension.granted', { by, n: one.days ?? one.askedDays ?? 0 })
          : t('way.extension.refused', { by })
      }
    </p>
    ${one.refusal ? html`<blockquote class="pre" lang="vi">${one.refusal}</blockquote>` : nothing}
    ${
      one.from && one.to
        ? html`<p>${t('way.extension.moved', { from: shortTime(one.from), to: shortTime(one.to) })}</p>`
        : nothing
    }
  </div>`;
}
