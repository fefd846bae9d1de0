/** The steps of one instance up to a moment: entered and left, working time against the budget, who acted, moved dates. */
import { html, nothing } from 'lit';
import { isCrossing, isScope } from '../../domain/bpmn-kinds.ts';
import { dueThen } from '../../domain/playback.ts';
import type { HistoryStep, InstanceHistory } from '../data/history.ts';
import { agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime, workingAmount } from '../text/times.ts';

const known = new Set(['extension', 'returned', 'calendar', 'agency-limit']);

export function stepRows(history: InstanceHistory, all: boolean, at: number) {
  const steps = history.steps.filter((step) => Date.parse(step.enteredAt) <= at && (all || isMain(step)));
  return html`<div class="table-scroll" tabindex="0" role="group" aria-labelledby="path">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${t('instance.column.element')}</th>
          <th scope="col">${t('instance.column.state')}</th>
          <th scope="col">${t('instance.column.entered')}</th>
          <th scope="col">${t('instance.column.left')}</th>
          <th scope="col">${t('watch.play.spent')}</th>
          <th scope="col">${t('watch.play.who')}</th>
          <th scope="col">${t('instance.deadline.due')}</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map((step) => row(step, at))}
      </tbody>
    </table>
  </div>`;
}

/** What people know as steps: no gateways, frames and watches, unless something stands there. */
const isMain = (step: HistoryStep): boolean =>
  !step.watch && !isScope(step.type) && (/TASK/.test(step.type) || (step.state === 'active' && !isCrossing(step.type)));

function row(step: HistoryStep, at: number) {
  const left = step.leftAt !== null && Date.parse(step.leftAt) <= at ? step.leftAt : null;
  const state = left ? step.state : 'active';
  const due = dueThen(step, at);
  const moves = (step.date?.moves ?? []).filter((move) => Date.parse(move.at) <= at);
  return html`<tr>
    <td>${step.name}</td>
    <td>
      ${state === 'active' ? html`<strong>${t('instance.state.active')}</strong>` : t(`instance.state.${state}` as TextKey)}
    </td>
    <td class="nowrap">${shortTime(step.enteredAt)}</td>
    <td class="nowrap">${left ? shortTime(left) : ''}</td>
    <td class="nowrap">${spent(step, left)}</td>
    <td>${who(step, at)}</td>
    <td class="nowrap">
      ${due ? shortTime(due) : ''}
      ${moves.map((move) => {
        const reason = t(`watch.play.move.${known.has(move.reason) ? move.reason : 'other'}` as TextKey);
        const said = { from: shortTime(move.from), to: shortTime(move.to), reason };
        return html`<div class="xs soft">
          ${move.byName ? t('watch.play.movedBy', { ...said, who: move.byName }) : t('watch.play.moved', said)}
        </div>`;
      })}
    </td>
  </tr>`;
}

/** Measured to the end of the step, or to now: not to a moment in between. */
function spent(step: HistoryStep, left: string | null) {
  if (step.leftAt !== null && left === null) return '';
  const amount = workingAmount(step.spentMinutes);
  return step.date?.budget
    ? t('watch.play.spentOf', { spent: amount, budget: workingAmount(step.date.workingMinutes) })
    : amount;
}

function who({ task }: HistoryStep, at: number) {
  if (!task) return nothing;
  const holder = task.history.findLast((one) => Date.parse(one.at) <= at);
  return html`${task.agency ? agencyName(task.agency) : nothing}
    ${holder?.assigneeName ? html`<div class="xs soft">${holder.assigneeName}</div>` : nothing}`;
}
