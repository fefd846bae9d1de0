/** Claim, release and hand over, with what each says when it fails: who was faster, who may not. */
import { html } from 'lit';
import { Problem } from '../data/http.ts';
import { claimTask, releaseTask, type TaskItem } from '../data/tasks.ts';
import { openDialog } from '../elements/dialog.ts';
import { textField } from '../elements/fields.ts';
import { problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';

/** What a failed assignment means to a person. */
function sayFailure(problem: Problem): string {
  if (problem.status === 409) {
    const { holder } = problem.shape;
    return holder ? t('tasks.held', { holder }) : t('tasks.heldByOther');
  }
  if (problem.status === 422) return t('tasks.handOver.outside');
  return problemText(problem).text;
}

async function tell(act: () => Promise<void>, done: string): Promise<boolean> {
  try {
    await act();
    toast(done);
    return true;
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    toast(sayFailure(cause));
    return false;
  }
}

/** Claims for oneself. It waits for the engine's word: nothing is shown as claimed that is not. */
export function claim(task: Pick<TaskItem, 'key' | 'reportCode'>): Promise<boolean> {
  return tell(() => claimTask(task.key), t('tasks.claimed', { code: task.reportCode }));
}

export function release(task: Pick<TaskItem, 'key'>): Promise<boolean> {
  return tell(() => releaseTask(task.key), t('tasks.released'));
}

/** Asks for a user name and hands the task over. Answers false where it was given up or refused. */
export async function handOver(task: Pick<TaskItem, 'key'>): Promise<boolean> {
  let name = '';
  const answer = await openDialog({
    title: t('tasks.handOver.title'),
    body: textField({
      id: 'hand-over-name',
      label: t('tasks.handOver.name'),
      hint: t('tasks.handOver.hint'),
      value: '',
      autocomplete: 'off',
      onInput: (value) => {
        name = value.trim();
      },
    }),
    foot: (close) =>
      html`<button type="button" class="button" @click=${() => close()}>${t('act.cancel')}</button>
        <button type="button" class="button primary" @click=${() => close('yes')}>${t('tasks.handOver')}</button>`,
  });
  if (answer !== 'yes' || !name) return false;
  return tell(() => claimTask(task.key, name), t('tasks.handOver.done', { name }));
}
