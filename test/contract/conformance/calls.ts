/** The rows of calls: every RPC of the proto, every route of `/v2`. */
import { type Area, type Row, rowsOf } from './row.ts';

const rpc = 'test/contract/rpc.test.ts';
const call = (name: string, ...titles: string[]): Row => ({
  name,
  section: '1.2',
  shown: titles.map((title) => `${rpc} ${title}`),
});

export const rpcs: Area = {
  title: 'gRPC: calls of `gateway_protocol.Gateway`',
  rows: [
    call('Topology', 'answers > topology:'),
    call('DeployResource', 'answers > deploy:', 'refuses > deploy when'),
    { name: 'DeployProcess', section: '1.2', shown: ['test/contract/long-poll.test.ts deploys by the call of old'] },
    call('DeleteResource', 'answers > deleteResource:', 'refuses > deleteResource when'),
    call('CreateProcessInstance', 'answers > create:', 'refuses > create when'),
    call('CreateProcessInstanceWithResult', 'answers > run:', 'refuses > run when'),
    call('CancelProcessInstance', 'answers > complete and cancel:', 'refuses > cancel when'),
    call('ModifyProcessInstance', 'answers > modify:', 'refuses > modify when'),
    call('MigrateProcessInstance', 'answers > migrate:', 'refuses > migrate when'),
    {
      name: 'ActivateJobs',
      section: '1.2, 1.3',
      shown: [`${rpc} answers > complete and cancel:`, 'test/contract/long-poll.test.ts a long poll'],
    },
    {
      name: 'StreamActivatedJobs',
      section: '1.2, 1.3',
      shown: ['test/contract/long-poll.test.ts a job stream'],
    },
    call('CompleteJob', 'answers > complete and cancel:', 'refuses > complete when'),
    call('FailJob', 'answers > updateRetries and resolveIncident:', 'refuses > fail when'),
    {
      name: 'ThrowError',
      section: '1.2',
      shown: [`${rpc} refuses > throwError when`, 'test/contract/element-events.test.ts error boundary event:'],
    },
    call('UpdateJobRetries', 'answers > updateRetries and resolveIncident:', 'refuses > updateRetries when'),
    call('UpdateJobTimeout', 'answers > updateTimeout:', 'refuses > updateTimeout when'),
    {
      name: 'PublishMessage',
      section: '1.2, 1.4',
      shown: [`${rpc} answers > publish and broadcast:`, `${rpc} refuses > publish when`],
    },
    {
      name: 'BroadcastSignal',
      section: '1.2',
      shown: [`${rpc} answers > publish and broadcast:`, 'test/contract/element-events.test.ts signal catch event:'],
    },
    call('ResolveIncident', 'answers > updateRetries and resolveIncident:', 'refuses > resolveIncident when'),
    call('SetVariables', 'answers > setVariables:', 'refuses > setVariables when'),
    call('EvaluateDecision', 'answers > evaluate:', 'refuses > evaluate when'),
    {
      name: 'grpc.health.v1.Health/Check',
      section: '1.1',
      shown: ['test/contract/long-poll.test.ts says that it serves'],
      covers: [],
    },
  ],
};

export const common: Area = {
  title: 'gRPC: rules of every call',
  rows: [
    ...rowsOf('1.1', 'test/contract/long-poll.test.ts', {
      'Messages of 4 MB at most': 'refuses more than 4 MB',
      'Variables are JSON objects': 'refuses variables that are no JSON object',
      'Tenants: the default one only': ['may name the default tenant', 'is refused when it asks for {"tenantIds"'],
    }),
    ...rowsOf('1.3', 'test/contract/long-poll.test.ts', {
      'Long polls end in time, without an error': ['with nothing to give ends OK', 'with a negative time'],
      'A poll ends with the first job': 'ends as soon as one job is there',
      'One job, one caller': 'never gives one job to two callers',
      'A poll that was given up takes no job': 'that was given up takes no job',
      'Jobs by key, the oldest first': 'gives at most what was asked for, the oldest first',
      'Job timeouts': 'gives a job again when its timeout has passed',
      fetchVariables: 'fetches only the variables that are asked for',
      'Batches are cut to the message size': 'carries more than one message of 4 MB',
    }),
    ...rowsOf('1.1', 'test/contract/own/process.test.ts', { 'Pings of clients are welcome': 'answers pings' }),
    ...rowsOf('1.1', 'test/contract/own/fuzz.test.ts', {
      'Nonsense is refused, and nothing else happens': 'random bytes at',
    }),
  ],
};

const route = (name: string, ...shown: string[]): Row => ({ name, section: '2.2, 2.3', shown });
const sdk = '@camunda8/sdk 8.8.13 REST';
const rest = 'test/contract/rest.test.ts';
const tasks = 'test/contract/rest-user-tasks.test.ts';
const oca = 'test/contract/own/rest-oca.test.ts';

/** Rows of the generated client's tests that show a call with a limit. */
const alive = (differs: string, list: Record<string, string>): Row[] =>
  rowsOf('2.3', oca, list).map((row) => ({ ...row, differs }));

export const routes: Area = {
  title: 'REST: routes of `/v2`',
  rows: [
    route('GET /topology', `${rest} has a topology`),
    route('GET /status', `${rest} has a topology`),
    route('GET /license', `${rest} has a topology`),
    route('GET /authentication/me', `${oca} the cluster tells its topology`),
    route('PUT /clock', 'test/contract/own/clock.test.ts the clock'),
    route('POST /clock/reset', 'test/contract/own/clock.test.ts the clock'),
    route('POST /deployments', `${rpc} ${sdk} > answers > deploy:`, `${rpc} ${sdk} > refuses > deploy when`),
    route('POST /resources/:key/deletion', `${rpc} ${sdk} > answers > deleteResource:`),
    route('POST /process-instances', `${rpc} ${sdk} > answers > create:`, `${rest} awaited, answer`),
    route('POST /process-instances/:key/cancellation', `${rpc} ${sdk} > refuses > cancel when`),
    route('POST /process-instances/:key/modification', `${rpc} ${sdk} > answers > modify:`),
    route('POST /process-instances/:key/migration', `${rpc} ${sdk} > answers > migrate:`),
    route('PUT /element-instances/:key/variables', `${rest} see variables that were set in between, by PUT`),
    route('POST /element-instances/:key/variables', `${rest} see variables that were set in between, by PUT`),
    route('POST /jobs/activation', `${rest} a poll with nothing to give`, `${rest} are activated, failed`),
    route('POST /jobs/:key/completion', `${rpc} ${sdk} > answers > complete and cancel:`),
    route('POST /jobs/:key/failure', `${rpc} ${sdk} > answers > updateRetries`),
    route('POST /jobs/:key/error', `${rpc} ${sdk} > refuses > throwError when`),
    route('PATCH /jobs/:key', `${rpc} ${sdk} > answers > updateTimeout:`),
    route('POST /incidents/:key/resolution', `${rpc} ${sdk} > answers > updateRetries`),
    route('POST /messages/publication', `${rest} a message is published`),
    route('POST /messages/correlation', `${rest} a message correlates to who waits`),
    route('POST /signals/broadcast', `${rest} a message is published`),
    route('POST /decision-definitions/evaluation', `${rest} a decision is evaluated by id`),
    route('POST /user-tasks/:key/assignment', `${tasks} twenty claim one`, `${tasks} are assigned over someone`),
    route('DELETE /user-tasks/:key/assignee', `${tasks} are assigned over someone`),
    route('POST /user-tasks/:key/completion', `${tasks} have a form and variables`),
    route('PATCH /user-tasks/:key', `${tasks} are changed:`),
    route('GET /user-tasks/:key/form', `${tasks} have a form and variables`),
    route('POST /user-tasks/:key/variables/search', `${tasks} have a form and variables`),
    route(
      'POST /element-instances/ad-hoc-activities/:key/activation',
      'test/contract/listeners.test.ts begin what a call names',
    ),
    {
      name: 'PATCH /user-tasks/:key/update',
      section: '2.2',
      shown: [`${tasks} are changed by the SDK`],
      differs: 'served beside the right path, for clients that ask there',
    },
    ...alive(
      'of what has ended, the newest of each kind are remembered, in memory only; the rest is in the exported records',
      {
        'POST /user-tasks/search': 'are found by what their instance knows',
        'POST /process-instances/search': 'process instances are found by their parts',
        'POST /element-instances/search': 'elements, incidents, jobs, variables and message subscriptions',
        'POST /incidents/search': 'elements, incidents, jobs, variables and message subscriptions',
        'POST /process-instances/:key/incidents/search':
          'elements, incidents, jobs, variables and message subscriptions',
        'POST /variables/search': 'elements, incidents, jobs, variables and message subscriptions',
        'POST /jobs/search': 'elements, incidents, jobs, variables and message subscriptions',
        'POST /message-subscriptions/search': 'elements, incidents, jobs, variables and message subscriptions',
      },
    ),
    ...alive('of what has ended, the newest of each kind are remembered, in memory only', {
      'GET /user-tasks/:key': 'are found by what their instance knows',
      'GET /process-instances/:key': 'process instances are found by their parts',
      'GET /element-instances/:key': 'elements, incidents, jobs, variables and message subscriptions',
      'GET /incidents/:key': 'an incident is resolved once',
      'GET /variables/:key': 'elements, incidents, jobs, variables and message subscriptions',
      'GET /process-instances/:key/sequence-flows': 'an incident is resolved once',
      'GET /process-instances/:key/call-hierarchy': 'process instances are found by their parts',
      'GET /process-instances/:key/statistics/element-instances': 'process instances are found by their parts',
      'POST /process-definitions/:key/statistics/element-instances': 'counts by element',
    }),
    ...rowsOf('2.3', oca, {
      'POST /process-definitions/search': 'processes are found, latest and all',
      'GET /process-definitions/:key': 'processes are found, latest and all',
      'GET /process-definitions/:key/xml': 'processes are found, latest and all',
      'POST /decision-definitions/search': 'decisions and their requirements are found',
      'POST /decision-requirements/search': 'decisions and their requirements are found',
      'GET /decision-definitions/:key': 'decisions and their requirements are found',
      'GET /decision-definitions/:key/xml': 'decisions and their requirements are found',
      'GET /decision-requirements/:key': 'decisions and their requirements are found',
      'GET /decision-requirements/:key/xml': 'decisions and their requirements are found',
    }),
    route('GET /process-definitions/:key/form', `${rest} a process without a start form`),
    ...['GET /resources/:key', 'GET /resources/:key/content'].map(
      (name): Row => ({
        name,
        section: '2.3',
        shown: [`${rest} a process without a start form`],
        differs: 'always 404: generic resources are not kept',
      }),
    ),
    {
      name: 'batch operations',
      section: '2.3',
      shown: [],
      absent: 'send the command for each process instance',
      covers: ['/batch-operation', '/process-instances/(cancellation|incident-resolution|migration|modification)$'],
    },
    {
      name: 'what has happened: decision instances, correlated messages, usage',
      section: '2.3',
      shown: [],
      absent: 'what has happened is in the exported records',
      covers: ['/decision-instances', '/correlated-message-subscriptions', '/system/'],
    },
    {
      name: 'users, groups, roles, tenants, mapping rules, authorizations',
      section: '2.3',
      shown: [],
      absent: 'who may reach the engine is decided before it',
      covers: ['/(users|groups|roles|tenants|mapping-rules|authorizations|setup)(/|$)'],
    },
    { name: 'documents', section: '2.3', shown: [], absent: 'the engine keeps no documents', covers: ['/documents'] },
  ],
};
