/**
 * A decision: right checked, form checked, holder checked against the engine, texts stored under a completionId, then
 * sent; the engine alone decides. Answered when the record is projected (2 s at most); the answer then also waits a
 * moment for where the report arrives, so that the next list shows it.
 */
import { checkCompletion, type InputProblem, splitCompletion } from '../../domain/completion.ts';
import { newId } from '../../domain/ids.ts';
import { may } from '../../domain/rights.ts';
import { isStage } from '../../domain/stages.ts';
import type { Completion } from '../../store/completions.ts';
import type { Task } from '../../store/tasks.ts';
import { currentTrace, headerOf } from '../../telemetry/trace.ts';
import type { Actor, House } from '../house.ts';
import { hashOfBody } from '../plugins/body-hash.ts';
import { directoryNow } from '../plugins/directory.ts';
import { onBehalf } from '../plugins/stand-in.ts';
import { Problem, refuse } from '../problem.ts';
import { EngineRefusal } from '../zeebe.ts';
import { checkForm } from './check-form.ts';
import { auditBehalf, heldByOther, hold } from './claim.ts';
import { findTask, waitForTask } from './find.ts';
import { withoutSender } from './sender-name.ts';

/** How much longer an answer waits for the report's next task, wait or end. */
const arrivalMs = 1_000;

/**
 * `repeatKey`: of a call that may come again because its answer was lost. The second is answered as the first was and
 * does nothing. @throws 403, 404, 409, 422, 503
 */
export async function complete(
  house: House,
  actor: Actor,
  key: string,
  body: Record<string, unknown>,
  repeatKey?: string,
): Promise<void> {
  const task = await findTask(house, actor, key);
  const repeat =
    repeatKey === undefined ? undefined : { key: repeatKey, bodyHash: hashOfBody(house.settings.secret, body) };
  if (repeat && (await wasDone(house, actor, key, repeat))) return;
  if (!may(actor.groups, 'task.complete', { candidateGroups: task.groups })) throw new Problem('missing-right');
  if (!task.open) throw new Problem('task-gone');
  await check(house, task, body);
  await needHolder(house, actor, task);
  await hold(house, actor, task);

  const completionId = newId(house.random);
  const { variables, fields } = isStage(task.stage)
    ? splitCompletion(task.stage, body, completionId)
    : { variables: { ...body, completionId } as Record<string, unknown>, fields: {} };
  const absent = onBehalf(actor, 'task.complete', { candidateGroups: task.groups });
  const kept = withoutSender(fields, await house.store.reports.find(task.reportCode));
  await offer(house, actor, task, { completionId, outcome: String(body.outcome), absent, fields: kept, repeat });
  try {
    await house.zeebe.completeTask(key, variables);
  } catch (error) {
    // Refused: what was written is nobody's. When the engine did not answer it may have been taken all the same.
    if (error instanceof EngineRefusal) {
      await withdrawOffer(house, completionId, fields);
      if (error.status === 404 || error.status === 409) {
        // Perhaps this very call had come before, and the records of that are on their way.
        if (repeat) await waitForTask(house, key, (now) => !now.open);
        if (repeat && (await wasDone(house, actor, key, repeat))) return;
        throw new Problem('task-gone');
      }
    }
    throw error;
  }
  await waitForTask(house, key, (now) => !now.open);
  if (absent !== null) await auditBehalf(house, actor, task, 'complete-for-absent', absent);
  await arrival(house, task.reportCode);
}

type Repeat = NonNullable<Completion['repeat']>;

/** Whether this completion was taken before. @throws 422 when another one was, under the same key */
async function wasDone(house: House, actor: Actor, taskKey: string, repeat: Repeat): Promise<boolean> {
  const before = await house.store.completions.repeated(taskKey, actor.username, repeat.key);
  if (!before) return false;
  if (before.repeat?.bodyHash !== repeat.bodyHash) throw new Problem('other-body-for-key');
  return true;
}

/** The list may not know yet what the engine knows: a claim of a moment ago is waited for. */
async function needHolder(house: House, actor: Actor, task: Task): Promise<void> {
  if (task.assignee === actor.username) return;
  const { task: now, fits } = await waitForTask(
    house,
    task._id,
    ({ assignee, open }) => assignee !== null || !open,
    500,
  );
  if (!now?.open) throw new Problem('task-gone');
  if (!fits || now.assignee === null) throw new Problem('not-holder');
  if (now.assignee !== actor.username) throw await heldByOther(house, now);
}

async function check(house: House, task: Task, body: Record<string, unknown>): Promise<void> {
  if (!isStage(task.stage)) return;
  const directory = await directoryNow(house);
  const problems: InputProblem[] = checkCompletion(task.stage, body, {
    confidential: task.confidential,
    isAgency: directory.isAgency,
    isDistrict: directory.isArea,
    isField: directory.isField,
    needsDistrict: (id) => directory.field(id)?.agency === null,
  });
  refuse(problems);
  const form = task.formKey ? await house.store.definitions.findForm(task.formKey) : null;
  if (form) refuse(checkForm(form.schema, { ...body, confidential: task.confidential }));
}

async function offer(
  house: House,
  actor: Actor,
  task: Task,
  said: {
    completionId: string;
    outcome: string;
    absent: string | null;
    fields: Record<string, unknown>;
    repeat: Repeat | undefined;
  },
): Promise<void> {
  const { completionId, outcome, absent, fields, repeat } = said;
  const at = await house.clock.now();
  const trace = currentTrace();
  const attachments = (fields.attachments as string[] | undefined) ?? [];
  await house.store.transaction(async (session) => {
    if (!(await useFiles(house, attachments, task.reportCode, session)))
      throw new Problem('invalid', { errors: [{ pointer: '/attachments', code: 'unknown-code' }] });
    await house.store.completions.model.collection.insertOne(
      {
        _id: completionId,
        reportCode: task.reportCode,
        taskKey: task._id,
        taskInstance: task.taskInstance,
        stage: task.stage,
        outcome,
        agency: task.agency ?? (task.groups.includes('province') ? 'province' : 'ioc'),
        by: actor.username,
        ...(absent === null ? {} : { onBehalfOf: absent }),
        at,
        fields,
        state: 'offered',
        ...(trace ? { trace: headerOf(trace) } : {}),
        ...(repeat ? { repeat } : {}),
      } as never,
      { session },
    );
  });
}

/** Files that this report's staff have used before (a result sent again after a return) may be used again. */
async function useFiles(
  house: House,
  ids: string[],
  reportCode: string,
  session: Parameters<House['store']['files']['use']>[3],
): Promise<boolean> {
  const known = await house.store.files.findMany(ids);
  const again = new Set(
    known.filter((file) => file.reportCode === reportCode && file.usedAs === 'staff').map((one) => one._id),
  );
  return house.store.files.use(
    ids.filter((id) => !again.has(id)),
    reportCode,
    'staff',
    session,
  );
}

async function withdrawOffer(house: House, completionId: string, fields: Record<string, unknown>): Promise<void> {
  await house.store.completions.forget(completionId);
  const attachments = (fields.attachments as string[] | undefined) ?? [];
  if (attachments.length > 0) await house.store.files.release(attachments, house.machineNow());
}

async function arrival(house: House, reportCode: string): Promise<void> {
  await house.hub.waitFor(async () => {
    const report = await house.store.reports.find(reportCode);
    return !report || report.flow.settled ? true : undefined;
  }, arrivalMs);
}
