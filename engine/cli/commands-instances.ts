/** Commands about what is deployed and what runs: the same gRPC calls on this engine and on Zeebe. */
import { basename } from 'node:path';
import { fileBytes, key } from './arguments.ts';
import type { Command } from './commands.ts';
import { BadUsage } from './failure.ts';

/** `a:b` as two; the second may be missing. */
function pair(option: string, text: string, second: 'needed' | 'free'): [string, string] {
  const at = text.indexOf(':');
  if (at < 0 && second === 'free') return [text, ''];
  if (at < 1 || at === text.length - 1) throw new BadUsage(`--${option} must be <one>:<other>, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}

export const instanceCommands: readonly Command[] = [
  {
    name: 'deploy',
    words: '<file…>',
    help: 'Deploys .bpmn, .dmn and .form files together: all or none.',
    async run(connections, { words }) {
      if (words.length === 0) throw new BadUsage('The files to deploy are missing.');
      const resources = words.map((path) => ({ name: basename(path), content: fileBytes(path) }));
      return connections.grpc('DeployResource', { resources });
    },
  },
  {
    name: 'delete resource',
    words: '<key>',
    help: 'Deletes a process definition, decision requirements or form.',
    run: (connections, given) => connections.grpc('DeleteResource', { resourceKey: given.key(0, 'resource key') }),
  },
  {
    name: 'create',
    words: '<bpmnProcessId>',
    options: {
      variables: 'text',
      version: 'text',
      'definition-key': 'text',
      'start-at': 'list',
      'with-result': 'flag',
      'fetch-variables': 'list',
      'request-timeout': 'text',
    },
    help: 'Starts a process instance; --with-result waits for its end, at most --request-timeout ms.',
    run(connections, given) {
      const definitionKey = given.number('definition-key');
      const request = {
        ...(definitionKey ? { processDefinitionKey: definitionKey } : { bpmnProcessId: given.word(0, 'process id') }),
        version: given.number('version') ?? -1,
        variables: given.json('variables'),
        startInstructions: given.list('start-at').map((elementId) => ({ elementId })),
      };
      if (!given.flag('with-result')) return connections.grpc('CreateProcessInstance', request);
      const requestTimeout = given.number('request-timeout') ?? '0';
      const fetchVariables = given.list('fetch-variables');
      return connections.grpc(
        'CreateProcessInstanceWithResult',
        { request, requestTimeout, fetchVariables },
        Number(requestTimeout),
      );
    },
  },
  {
    name: 'cancel',
    words: '<key>',
    help: 'Cancels a process instance.',
    run: (connections, given) =>
      connections.grpc('CancelProcessInstance', { processInstanceKey: given.key(0, 'process instance key') }),
  },
  {
    name: 'modify',
    words: '<key>',
    options: { activate: 'list', terminate: 'list', variables: 'text' },
    help: 'Activates (--activate <elementId>[:<ancestor key>]) and terminates (--terminate <element instance key>) elements.',
    run(connections, given) {
      const variables = given.json('variables');
      const activateInstructions = given.list('activate').map((text) => {
        const [elementId, ancestor] = pair('activate', text, 'free');
        return {
          elementId,
          ancestorElementInstanceKey: ancestor ? key('ancestor', ancestor) : '0',
          variableInstructions: variables === '{}' ? [] : [{ variables, scopeId: '' }],
        };
      });
      const terminateInstructions = given
        .list('terminate')
        .map((text) => ({ elementInstanceKey: key('element instance key', text) }));
      const processInstanceKey = given.key(0, 'process instance key');
      return connections.grpc('ModifyProcessInstance', {
        processInstanceKey,
        activateInstructions,
        terminateInstructions,
      });
    },
  },
  {
    name: 'migrate',
    words: '<key>',
    options: { to: 'text', map: 'list' },
    help: 'Moves an instance to the definition --to, with --map <element>:<new element> for each active element.',
    run(connections, given) {
      const mappingInstructions = given.list('map').map((text) => {
        const [sourceElementId, targetElementId] = pair('map', text, 'needed');
        return { sourceElementId, targetElementId };
      });
      const targetProcessDefinitionKey = key('definition key', given.needed('to'));
      return connections.grpc('MigrateProcessInstance', {
        processInstanceKey: given.key(0, 'process instance key'),
        migrationPlan: { targetProcessDefinitionKey, mappingInstructions },
      });
    },
  },
  {
    name: 'publish message',
    words: '<name>',
    options: { 'correlation-key': 'text', variables: 'text', ttl: 'text', 'message-id': 'text' },
    help: 'Publishes a message, kept for --ttl ms when nobody waits for it.',
    run: (connections, given) =>
      connections.grpc('PublishMessage', {
        name: given.word(0, 'message name'),
        correlationKey: given.text('correlation-key') ?? '',
        timeToLive: given.number('ttl') ?? '0',
        messageId: given.text('message-id') ?? '',
        variables: given.json('variables'),
      }),
  },
  {
    name: 'broadcast signal',
    words: '<name>',
    options: { variables: 'text' },
    help: 'Broadcasts a signal to all that wait for it.',
    run: (connections, given) =>
      connections.grpc('BroadcastSignal', {
        signalName: given.word(0, 'signal name'),
        variables: given.json('variables'),
      }),
  },
  {
    name: 'set variables',
    words: '<key>',
    options: { variables: 'text', local: 'flag' },
    help: 'Sets variables of a process or element instance; --local keeps them there.',
    run(connections, given) {
      given.needed('variables');
      return connections.grpc('SetVariables', {
        elementInstanceKey: given.key(0, 'element instance key'),
        variables: given.json('variables'),
        local: given.flag('local'),
      });
    },
  },
  {
    name: 'evaluate decision',
    words: '<decisionId>',
    options: { key: 'text', variables: 'text' },
    help: 'Evaluates a decision by its id or --key.',
    run(connections, given) {
      const decisionKey = given.number('key');
      return connections.grpc('EvaluateDecision', {
        ...(decisionKey ? { decisionKey } : { decisionId: given.word(0, 'decision id') }),
        variables: given.json('variables'),
      });
    },
  },
];
