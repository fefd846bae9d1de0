/** One report taken through a draft, as a job of this process. */
import type { JobOf } from '../../domain/sandbox.ts';
import { tryRun as run } from '../try.ts';

export const tryRun: JobOf<'try'> = (input) => run(input);
