/** Claim, release and hand over, one or several, with what each says when it fails: who was faster, who may not. */
import { html } from 'lit';
import { Problem } from '../data/http.ts';
import {
  type AssignmentResult,
  assignTasks,
  type Candidate,
  claimTask,
  listCandidates,
  releaseTask,
  type TaskItem,
} from '../data/tasks.ts';
import { openDialog } from '../elements/dialog.ts';
import { problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { clockTime } from '../text/times.ts';
import type { PersonPicker } from './person-picker.ts';
import './person-picker.ts';

/** What a failed assignment means to a person: who was faster, and when, where that is known. */
export function sayFailure(problem: Problem): string {
  if (problem.status === 409) {
    const { holder, holderName = holder, heldSince } = problem.shape;
    if (holderName && heldSince) return t('tasks.heldSince', { holder: holderName, at: clockTime(heldSince) });
    return holderName ? t('tasks.held', { holder: holderName }) : t('tasks.gone');
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

/** Asks to whom and hands the task over. Answers false where it was given up or refused. */
export async function handOver(task: Pick<TaskItem, 'key'>): Promise<boolean> {
  const person = await askPerson([task]);
  if (!person) return false;
  return tell(() => claimTask(task.key, person.username), t('tasks.handOver.done', { name: person.name }));
}

/** Who is to have these tasks: somebody who may have each of them. Null where it was given up or nobody may. */
export async function askPerson(
  tasks: readonly Pick<TaskItem, 'key' | 'candidateGroups'>[],
): Promise<Candidate | null> {
  let people: readonly Candidate[];
  try {
    people = await commonCandidates(tasks);
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    toast(problemText(cause).text);
    return null;
  }
  let picker: PersonPicker | null = null;
  const answer = await openDialog({
    title: t(tasks.length === 1 ? 'tasks.handOver.title' : 'tasks.handOver.titleMany', { n: tasks.length }),
    body: html`<qn-person-picker
      .people=${people}
      @taken=${(event: Event) => {
        picker = event.target as PersonPicker;
        picker.closest('dialog')?.close('yes');
      }}
    ></qn-person-picker>`,
    foot: (close) =>
      html`<button type="button" class="button" @click=${() => close()}>${t('act.cancel')}</button>
        <button
          type="button"
          class="button primary"
          @click=${(event: Event) => {
            picker = (event.target as HTMLElement).closest('dialog')?.querySelector('qn-person-picker') as PersonPicker;
            if (picker.chosen) close('yes');
          }}
        >
          ${t('tasks.handOver')}
        </button>`,
  });
  return answer === 'yes' ? ((picker as PersonPicker | null)?.chosen ?? null) : null;
}

/** One question a set of candidate groups; of several sets those who are in all. */
async function commonCandidates(tasks: readonly Pick<TaskItem, 'key' | 'candidateGroups'>[]): Promise<Candidate[]> {
  const byGroups = new Map(tasks.map((task) => [task.candidateGroups?.toSorted().join() ?? task.key, task.key]));
  const lists = await Promise.all([...byGroups.values()].map((key) => listCandidates(key)));
  const [first = [], ...others] = lists;
  return first.filter((one) => others.every((list) => list.some((other) => other.username === one.username)));
}

/** So many go in one call: progress is seen, and stopping stops soon. */
const batchSize = 50;

/**
 * Does the same to many, batch by batch, and tells of each batch as it is answered. A batch that fails as a whole (no
 * network, no engine) fails each of its rows with that reason, and the rest is not tried. `stopped` is asked in between.
 */
export async function assignInBatches(
  keys: readonly string[],
  what: { username?: string; release?: boolean },
  onResults: (results: AssignmentResult[]) => void,
  stopped: () => boolean,
): Promise<void> {
  for (let n = 0; n < keys.length && !stopped(); n += batchSize) {
    const batch = keys.slice(n, n + batchSize);
    try {
      onResults(await assignTasks({ keys: batch, ...what }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const problem = { type: '', title: '', ...cause.shape, status: cause.status };
      onResults(keys.slice(n).map((key) => ({ key, done: false, problem })));
      return;
    }
  }
}
