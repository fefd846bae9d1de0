/** Which completions carry files (domain/stages.ts). Pure. */
import { isStage, outcomesOf } from '../../domain/stages.ts';

/** Whether this outcome of a stage takes files. */
export function takesFiles(stage: string, outcome: unknown): boolean {
  if (!isStage(stage) || typeof outcome !== 'string') return false;
  return outcomesOf(stage)[outcome]?.some((field) => field.kind === 'attachments') ?? false;
}

/** Whether a result claims that the thing is fixed, and nothing shows it. */
export function asksForPhoto(stage: string, filled: Record<string, unknown>, files: readonly string[]): boolean {
  return stage === 'handling' && filled.outcome === 'done' && filled.resolution === 'fixed' && files.length === 0;
}
