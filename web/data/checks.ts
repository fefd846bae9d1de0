/** Checks a draft's files as they are edited just now. */
import type { CheckAnswer } from '../../domain/api/checks.ts';
import { ask } from './http.ts';
import type { ModelFile } from './models.ts';

export type { CheckAnswer, Finding } from '../../domain/api/checks.ts';

export const checkFiles = (files: readonly ModelFile[], signal: AbortSignal): Promise<CheckAnswer> =>
  ask('/api/models/check', { method: 'POST', body: { files }, signal });
