/** What a template's holes are filled with for a task. Replies are Vietnamese in every language of the screen. */
import { formatTime } from '../../domain/iso-time.ts';
import type { Hole } from '../../domain/reply-template.ts';
import type { TaskDetail } from '../data/tasks.ts';
import type { Template } from '../data/templates.ts';
import { directoryNow } from '../text/names.ts';

/** `2026-01-05T07:12:00+07:00` → `05/01/2026`. */
function day(time: string | undefined): string {
  if (!time) return '';
  return formatTime(Date.parse(time)).slice(0, 10).split('-').reverse().join('/');
}

export function templateValues(task: TaskDetail): Partial<Record<Hole, string>> {
  const { report, form, agency } = task;
  const signed = form?.data.replyAgency;
  const directory = directoryNow();
  const named = (id: string | null | undefined, name: (id: string, language: 'vi') => string) =>
    id ? name(id, 'vi') : '';
  return {
    code: report.code,
    place: report.place.text,
    district: named(task.district ?? report.place.district, directory.areaName),
    field: named(task.field ?? report.field, directory.fieldName),
    agency: typeof signed === 'string' ? signed : named(agency, directory.agencyName),
    received: day(report.receivedAt ?? report.history[0]?.at),
  };
}

/** Whether a template is meant for what is being filled in: its stage, and its outcome once one is chosen. */
export function fits(template: Pick<Template, 'stage' | 'outcome'>, stage: string, outcome: unknown): boolean {
  if (template.stage !== undefined && template.stage !== stage) return false;
  return template.outcome === undefined || outcome === undefined || template.outcome === outcome;
}
