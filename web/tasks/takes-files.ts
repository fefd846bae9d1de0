/** Which completions carry files (domain/stages.ts). Pure. */
import { isStage, outcomesOf } from '../../domain/stages.ts';

/** Whether this outcome of a stage takes files. */
export function takesFiles(stage: string, outcome: unknown): boolean {
  if (!isStage(stage) || typeof outcome !== 'string') return false;
  return outcomesOf(stage)[outcome]?.some((field) => field.kind === 'attachments') ?? false;
}
