/**
 * The form of a task: the schema that was deployed with the diagram, and the data that it starts with – choices of the
 * directory, what the decision table proposed, what earlier stages wrote and this one needs.
 */
import type { Entry } from '../../domain/directory/at.ts';
import { isStage, type Stage } from '../../domain/stages.ts';
import type { Completion } from '../../store/completions.ts';
import type { Report } from '../../store/reports.ts';
import type { Task } from '../../store/tasks.ts';
import type { House } from '../house.ts';
import { defined } from '../plugins/defined.ts';
import { directoryNow } from '../plugins/directory.ts';
import { nameOfUser } from '../plugins/person-name.ts';
import { answeredFields } from '../plugins/routing-table.ts';
import { replyView } from '../views/reply.ts';
import type { FormTexts } from './form-texts.ts';
import { withSender } from './sender-name.ts';

export interface TaskForm {
  schema: unknown;
  data: Record<string, unknown>;
}

export async function formOf(
  house: House,
  task: Task,
  report: Report | null,
  language: 'vi' | 'en',
  texts: FormTexts,
): Promise<TaskForm | null> {
  const { definitions } = house.store;
  const definition = await definitions.find(task.definitionKey);
  const formId = definition?.elements[task.elementId]?.formId;
  const form = task.formKey
    ? await definitions.findForm(task.formKey)
    : formId
      ? await definitions.latestForm(formId)
      : null;
  if (!form) return null;
  const choices = await choicesOf(house, language);
  const starts =
    report && isStage(task.stage) ? withSender(await startOf(house, task.stage, task, report, language), report) : {};
  return { schema: texts(form.schema, language), data: { ...choices, confidential: task.confidential, ...starts } };
}

async function choicesOf(house: House, language: 'vi' | 'en'): Promise<Record<string, unknown>> {
  const { agencies, areas, fields } = await directoryNow(house);
  const choice = ({ id, name }: Entry) => ({ value: id, label: name[language] });
  // A field is offered once the table that is deployed answers it.
  const isAnswered = await answeredFields(house);
  return {
    agencies: agencies.map(choice),
    districts: areas.map(choice),
    fields: fields.filter(({ id }) => isAnswered(id)).map(choice),
  };
}

/** The newest decision of a stage that was taken. */
function newestOf(decisions: Completion[], stage: Stage, outcome?: string): Completion | undefined {
  return decisions.findLast(
    (one) => one.state === 'adopted' && one.stage === stage && (outcome === undefined || one.outcome === outcome),
  );
}

/** Its texts. */
const newest = (...of: Parameters<typeof newestOf>): Record<string, unknown> | undefined => newestOf(...of)?.fields;

async function startOf(
  house: House,
  stage: Stage,
  task: Task,
  report: Report,
  language: 'vi' | 'en',
): Promise<Record<string, unknown>> {
  const decisions = await house.store.completions.ofReport(report._id);
  const approved = () =>
    newest(decisions, 'approval', 'edited-and-approved')?.result ?? newest(decisions, 'handling', 'done')?.result;
  /** The name of who decided, as colleagues know it. */
  const nameOf = async (decision: Completion | undefined) =>
    decision && ((await nameOfUser(house, decision.by, language)) ?? decision.by);
  // Replies are Vietnamese in every language of the screen (article 5.1).
  const directory = await directoryNow(house);
  const replyAgency = report.leadAgency && directory.agencyName(report.leadAgency, 'vi');
  // The table may name an agency that has ended since it was deployed: its successor has the work.
  const heir = (id: string) => directory.successorOf(id, { field: report.field, area: report.district });
  const proposedNow = () => [...new Set(report.proposedAgencies.map(heir))];
  switch (stage) {
    case 'intake':
      return defined({
        district: report.district ?? report.place.district,
        field: report.field ?? report.suggestedField,
      });
    case 'routing': {
      const proposedAgencies = proposedNow();
      const suggested = newest(decisions, 'scope', 'out-of-scope');
      const named = suggested?.suggestedAgency as string | undefined;
      const proposed = named ? heir(named) : proposedAgencies[0];
      return defined({
        proposedAgencies,
        proposedNames: proposedAgencies.map((id) => directory.agencyName(id, 'vi')),
        leadAgency: proposed,
        returnedBecause: suggested?.reason,
      });
    }
    case 'direction-report':
    case 'direction':
      return defined({
        proposedAgencies: proposedNow(),
        reason: stage === 'direction-report' ? newest(decisions, 'routing', 'needs-direction')?.reason : undefined,
        reportedSummary: newest(decisions, 'direction-report')?.summary,
        opinions: opinionsOf(decisions),
        returnedBecause: newest(decisions, 'scope', 'out-of-scope')?.reason,
      });
    case 'opinion':
      return defined({ agency: task.agency });
    case 'instruction':
      return defined({
        givenDirection: newest(decisions, 'direction')?.direction,
        opinions: opinionsOf(decisions),
        reviewInstructions: newest(decisions, 'review', 'clarify')?.instructions,
      });
    case 'handling':
      return defined({
        result: newest(decisions, 'handling', 'done')?.result,
        givenInstruction: newest(decisions, 'instruction')?.instruction,
        returnInstructions: newest(decisions, 'approval', 'returned')?.instructions,
        replyAgency: replyAgency,
      });
    case 'extension': {
      const decision = newestOf(decisions, 'handling', 'extension-requested');
      const asked = decision?.fields;
      const askedBy = await nameOf(decision);
      return defined({ days: asked?.days, askedDays: asked?.days, askedReason: asked?.reason, askedBy });
    }
    case 'approval': {
      const decision = newestOf(decisions, 'handling', 'done');
      const done = decision?.fields;
      return defined({
        result: done?.result,
        resolution: done?.resolution,
        resultAttachments: done?.attachments,
        resultBy: await nameOf(decision),
        replyAgency: replyAgency,
      });
    }
    case 'publication': {
      const composed = await house.store.replies.latestComposed(report._id);
      return defined({
        reply: composed?.text,
        approvedResult: approved(),
        replyAttachments: composed?.attachments,
        replyAgency: replyAgency,
      });
    }
    case 'review': {
      const said = report.feedback.at(-1);
      return defined({
        rating: said?.rating ?? report.rating,
        comment: said?.comment,
        reply: report.reply && replyView(report.reply, report).text,
      });
    }
    default:
      return {};
  }
}

function opinionsOf(decisions: Completion[]): { agency: string; outcome: string; opinion?: unknown }[] | undefined {
  const given = decisions.filter((one) => one.stage === 'opinion' && one.state === 'adopted');
  if (given.length === 0) return undefined;
  return given.map((one) => ({ agency: one.agency, outcome: one.outcome, opinion: one.fields.opinion }));
}
