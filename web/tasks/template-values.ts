/** What a template's holes are filled with for a task. Replies are Vietnamese in every language of the screen. Pure. */
import { agencyById } from '../../domain/agencies.ts';
import { districtById } from '../../domain/districts.ts';
import { fieldById } from '../../domain/fields.ts';
import { formatTime } from '../../domain/iso-time.ts';
import type { Hole } from '../../domain/reply-template.ts';
import type { TaskDetail } from '../data/tasks.ts';
import type { Template } from '../data/templates.ts';

/** `2026-01-05T07:12:00+07:00` → `05/01/2026`. */
function day(time: string | undefined): string {
  if (!time) return '';
  return formatTime(Date.parse(time)).slice(0, 10).split('-').reverse().join('/');
}

export function templateValues(task: TaskDetail): Partial<Record<Hole, string>> {
  const { report, form, agency } = task;
  const signed = form?.data.replyAgency;
  return {
    code: report.code,
    place: report.place.text,
    district: districtById(task.district ?? report.place.district ?? '')?.vi ?? '',
    field: fieldById(task.field ?? report.field ?? '')?.vi ?? '',
    agency: typeof signed === 'string' ? signed : (agencyById(agency ?? '')?.vi ?? ''),
    received: day(report.receivedAt ?? report.history[0]?.at),
  };
}

/** Whether a template is meant for what is being filled in: its stage, and its outcome once one is chosen. */
export function fits(template: Pick<Template, 'stage' | 'outcome'>, stage: string, outcome: unknown): boolean {
  if (template.stage !== undefined && template.stage !== stage) return false;
  return template.outcome === undefined || outcome === undefined || template.outcome === outcome;
}
