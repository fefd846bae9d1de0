/** One row of the task list: when it is due, which report, which stage, what it says, who holds it, and the one act. */
import { html, nothing, type TemplateResult } from 'lit';
import { knownSession } from '../data/session.ts';
import type { TaskItem } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { districtName, fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import '../elements/due-badge.ts';

export function stageName(task: Pick<TaskItem, 'stage' | 'name'>): string {
  const key = `stage.${task.stage}`;
  const said = t(key as TextKey);
  return said === key ? task.name : said;
}

function holder(task: TaskItem): TemplateResult | string {
  if (!task.assignee) return html`<span class="soft">${t('tasks.free')}</span>`;
  return task.assignee === knownSession()?.username ? html`<strong>${t('tasks.me')}</strong>` : task.assignee;
}

export function taskRow(
  task: TaskItem,
  options: { mayClaim(task: TaskItem): boolean; claiming: boolean; onClaim(task: TaskItem): void },
): TemplateResult {
  const over = task.state === 'completed' || task.state === 'canceled';
  const where = [task.field && fieldName(task.field), task.district && districtName(task.district)].filter(Boolean);
  return html`<tr data-key=${task.key} class=${over ? 'over' : ''}>
    <td class="c-due">
      <qn-due .dueAt=${task.dueAt} .remindAt=${task.remindAt} .overdue=${task.overdue} .done=${over} .brief=${true}></qn-due>
    </td>
    <td class="c-report">
      <a href="/tasks/${task.key}" class="code row-link">${task.reportCode}</a>
      ${
        task.confidential
          ? html`<span class="lock" title=${t('tasks.confidential')}>${icon('lock')}<span class="sr-only">${t('tasks.confidential')}</span></span>`
          : nothing
      }
    </td>
    <td class="c-stage">${stageName(task)}</td>
    <td class="c-summary"><span lang="vi">${task.summary || html`<span class="soft">${t('tasks.hidden')}</span>`}</span></td>
    <td class="c-where soft">${where.join(' · ')}</td>
    <td class="c-holder">${over ? t(`tasks.state.${task.state}` as TextKey) : holder(task)}</td>
    <td class="c-act">
      ${
        task.state === 'created' && options.mayClaim(task)
          ? html`<button
              type="button"
              class="button small"
              aria-disabled=${options.claiming ? 'true' : 'false'}
              aria-label="${t('tasks.claim')}: ${task.reportCode}"
              @click=${() => options.onClaim(task)}
            >
              ${t('tasks.claim')}
            </button>`
          : nothing
      }
    </td>
  </tr>`;
}
