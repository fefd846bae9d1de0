/**
 * A process for one job: takes its name and input by the parent's channel, answers, and ends. The parent starts it
 * without the right to write, to reach the network or to start anything (server/sandbox/sandbox.ts).
 */
import { type JobAnswer, type JobName, JobRefused } from '../../domain/sandbox.ts';
import { jobs } from './jobs.ts';

const say = (answer: JobAnswer): Promise<void> => new Promise((said) => process.send?.(answer, () => said()));

process.once('message', async ({ job, input }: { job: JobName; input: unknown }) => {
  try {
    const run = (await jobs[job]()) as (given: unknown, tools: object) => Promise<unknown>;
    const output = await run(input, { progress: (told: unknown) => void say({ is: 'progress', told }) });
    await say({ is: 'done', output });
  } catch (error) {
    if (error instanceof JobRefused) await say({ is: 'refused', code: error.code, data: error.data });
    else await say({ is: 'failed', message: String((error as Error)?.stack ?? error) });
  }
  process.disconnect?.();
});
// The parent is gone: nobody waits for an answer.
process.once('disconnect', () => process.exit());
