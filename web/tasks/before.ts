/**
 * What those before have said that this stage decides on: the result that a leader approves, the instruction that an
 * officer carries out, why an agency returned a report. The server sends it with the form's data; a stage lists here
 * which of it is read before one fills in. It is never part of the form: nobody changes what another has written.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { TaskDetail } from '../data/tasks.ts';
import { actorName, agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import '../elements/picture-grid.ts';

type Show = (value: unknown) => TemplateResult | string | undefined;

const words: Show = (value) =>
  typeof value === 'string' && value !== '' ? html`<span class="pre" lang="vi">${value}</span>` : undefined;
const rating: Show = (value) => (typeof value === 'string' ? t(`rating.${value}` as TextKey) : undefined);
const resolution: Show = (value) => (typeof value === 'string' ? t(`resolution.${value}` as TextKey) : undefined);
const days: Show = (value) => (typeof value === 'number' ? t('task.before.days.n', { n: String(value) }) : undefined);
const agencies: Show = (value) =>
  Array.isArray(value) && value.length > 0 ? value.map((id) => agencyName(String(id))).join(', ') : undefined;
const files: Show = (value) =>
  Array.isArray(value) && value.length > 0 ? html`<qn-pictures .ids=${value as string[]}></qn-pictures>` : undefined;

interface Opinion {
  agency: string;
  outcome: string;
  opinion?: string;
}
const opinions: Show = (value) =>
  Array.isArray(value) && value.length > 0
    ? html`<ul class="plain stack tight">
        ${(value as Opinion[]).map(
          (one) =>
            html`<li>
              ${actorName(one.agency)}: <strong>${t(`task.opinion.${one.outcome}` as TextKey)}</strong>
              ${one.opinion ? html`<br /><span class="pre" lang="vi">${one.opinion}</span>` : nothing}
            </li>`,
        )}
      </ul>`
    : undefined;

/** Stage → what is read there, in this order: the key in the form's data, and how it is shown. */
const read: Record<string, readonly (readonly [key: string, show: Show])[]> = {
  routing: [
    ['proposedAgencies', agencies],
    ['returnedBecause', words],
  ],
  'direction-report': [
    ['reason', words],
    ['returnedBecause', words],
    ['opinions', opinions],
  ],
  direction: [
    ['reportedSummary', words],
    ['returnedBecause', words],
    ['opinions', opinions],
  ],
  instruction: [
    ['givenDirection', words],
    ['reviewInstructions', words],
    ['opinions', opinions],
  ],
  handling: [
    ['givenInstruction', words],
    ['returnInstructions', words],
  ],
  extension: [
    ['askedBy', words],
    ['askedDays', days],
    ['askedReason', words],
  ],
  approval: [
    ['resultBy', words],
    ['result', words],
    ['resolution', resolution],
    ['resultAttachments', files],
  ],
  review: [
    ['rating', rating],
    ['comment', words],
    ['reply', words],
  ],
};

export function whatCameBefore(task: TaskDetail): TemplateResult | typeof nothing {
  const data = task.form?.data ?? {};
  const said = (read[task.stage] ?? []).flatMap(([key, show]) => {
    const shown = show(data[key]);
    return shown === undefined ? [] : [{ key, shown }];
  });
  if (said.length === 0) return nothing;
  return html`<section class="stack tight before" aria-labelledby="before">
    <h3 id="before">${t('task.before')}</h3>
    <dl class="stack tight">
      ${said.map(({ key, shown }) => html`<div><dt class="soft s">${t(`task.before.${key}` as TextKey)}</dt><dd>${shown}</dd></div>`)}
    </dl>
  </section>`;
}
