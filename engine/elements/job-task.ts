/** Service, send and job-based business rule and script tasks: a job that a worker completes. */
import { createJob } from '../behaviors/jobs.ts';
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior } from '../behaviors/step.ts';

export const jobTask: ElementBehavior = {
  activate(step, instance) {
    listen(step, instance);
    createJob(step, instance, instance.node.job!);
    activated(step, instance);
  },
};
