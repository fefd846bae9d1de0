/** Commands about jobs, user tasks and incidents. */
import type { Command } from './commands.ts';

const jobKey = 'job key';

export const jobCommands: readonly Command[] = [
  {
    name: 'activate jobs',
    words: '<type>',
    options: { max: 'text', timeout: 'text', worker: 'text', 'fetch-variables': 'list', 'request-timeout': 'text' },
    help: 'Takes up to --max jobs (1) for --timeout ms (5 minutes); waits --request-timeout ms for one (not at all).',
    async run(connections, given) {
      const requestTimeout = given.number('request-timeout') ?? '-1';
      const request = {
        type: given.word(0, 'job type'),
        worker: given.text('worker') ?? 'engine-command',
        timeout: given.number('timeout') ?? '300000',
        maxJobsToActivate: given.number('max') ?? 1,
        fetchVariable: given.list('fetch-variables'),
        requestTimeout,
      };
      const answers = await connections.grpc('ActivateJobs', request, Math.max(0, Number(requestTimeout)));
      return answers.flatMap(({ jobs }) => jobs as object[]);
    },
  },
  {
    name: 'complete job',
    words: '<key>',
    options: { variables: 'text' },
    help: 'Completes a job.',
    run: (connections, given) =>
      connections.grpc('CompleteJob', { jobKey: given.key(0, jobKey), variables: given.json('variables') }),
  },
  {
    name: 'fail job',
    words: '<key>',
    options: { retries: 'text', message: 'text', backoff: 'text', variables: 'text' },
    help: 'Fails a job with --retries left (0: an incident), to be tried again after --backoff ms.',
    run: (connections, given) =>
      connections.grpc('FailJob', {
        jobKey: given.key(0, jobKey),
        retries: given.number('retries') ?? 0,
        errorMessage: given.text('message') ?? '',
        retryBackOff: given.number('backoff') ?? '0',
        variables: given.json('variables'),
      }),
  },
  {
    name: 'throw-error',
    words: '<job key>',
    options: { code: 'text', message: 'text', variables: 'text' },
    help: 'Throws the BPMN error of --code from a job.',
    run: (connections, given) =>
      connections.grpc('ThrowError', {
        jobKey: given.key(0, jobKey),
        errorCode: given.needed('code'),
        errorMessage: given.text('message') ?? '',
        variables: given.json('variables'),
      }),
  },
  {
    name: 'update retries',
    words: '<job key>',
    options: { retries: 'text' },
    help: 'Sets how often a job may still be tried.',
    run(connections, given) {
      given.needed('retries');
      return connections.grpc('UpdateJobRetries', {
        jobKey: given.key(0, jobKey),
        retries: given.number('retries'),
      });
    },
  },
  {
    name: 'update timeout',
    words: '<job key>',
    options: { timeout: 'text' },
    help: 'Gives the worker that has a job --timeout ms from now.',
    run(connections, given) {
      given.needed('timeout');
      return connections.grpc('UpdateJobTimeout', { jobKey: given.key(0, jobKey), timeout: given.number('timeout') });
    },
  },
  {
    name: 'resolve incident',
    words: '<key>',
    help: 'Tries again what an incident stopped; a job needs retries first.',
    run: (connections, given) => connections.grpc('ResolveIncident', { incidentKey: given.key(0, 'incident key') }),
  },
  {
    name: 'assign task',
    words: '<key> <user>',
    options: { keep: 'flag' },
    help: 'Gives a user task to a user; --keep refuses when somebody has it.',
    async run(connections, given) {
      const body = { assignee: given.word(1, 'user'), allowOverride: !given.flag('keep') };
      await connections.rest('POST', `/user-tasks/${given.key(0, 'task key')}/assignment`, body);
      return undefined;
    },
  },
  {
    name: 'complete task',
    words: '<key>',
    options: { variables: 'text' },
    help: 'Completes a user task.',
    async run(connections, given) {
      const variables = given.exactJson('variables');
      await connections.rest('POST', `/user-tasks/${given.key(0, 'task key')}/completion`, { variables });
      return undefined;
    },
  },
];
