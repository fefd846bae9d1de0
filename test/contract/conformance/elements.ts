/** The rows of diagrams: elements, what is refused, incidents, messages, and what the log has. */
import { split, valueTypes } from './intents.ts';
import { type Area, type Row, rowsOf } from './row.ts';

const tasks = 'test/contract/element-tasks.test.ts';
const events = 'test/contract/element-events.test.ts';
const scopes = 'test/contract/element-scopes.test.ts';
const listeners = 'test/contract/listeners.test.ts';

const refusedAtDeployment = (name: string, title: string): Row => ({
  name,
  section: '4.1',
  shown: [`test/contract/refused-models.test.ts ${title}`],
});

export const elements: Area = {
  title: 'BPMN elements',
  rows: [
    ...rowsOf('4.1, 4.6', tasks, {
      'Undefined task': 'undefined task:',
      'Manual task': 'manual task:',
      'Service task': 'service task:',
      'Send task': 'send task:',
      'Business rule task, decision': 'business rule task: evaluates',
      'Business rule task, job': 'business rule task: is a job',
      'Script task, expression': 'script task: evaluates',
      'Script task, job': 'script task: is a job',
      'User task': ['user task: waits', 'user task: the newest form'],
      'User task as a job': 'user task as a job:',
      'Receive task': 'receive task:',
    }),
    ...rowsOf('4.10', tasks, {
      'Exclusive gateway': 'exclusive gateway:',
      'Parallel gateway': 'parallel gateway:',
      'Inclusive gateway, forking and joining': 'inclusive gateway:',
      'Event-based gateway': 'event-based gateway:',
    }),
    ...rowsOf('4.8, 4.9', events, {
      'Start events: none, message, timer, signal': [
        'none start event:',
        'message start event:',
        'timer start event:',
        'signal start event:',
      ],
      'Catch events: message, timer, signal, link': [
        'message catch event:',
        'timer catch event:',
        'signal catch event:',
        'link events:',
      ],
      'Throw events: none, message, signal, escalation, compensation': [
        'none throw event:',
        'message throw event:',
        'signal throw event:',
        'escalation throw event:',
        'compensation throw event:',
      ],
      'End events: none, message, terminate, error, escalation, signal, compensation': [
        'none end event:',
        'message end event:',
        'terminate end event:',
        'error end event:',
        'escalation end event:',
        'signal end event:',
        'compensation end event:',
      ],
      'Boundary events: message': 'message boundary event:',
      'Boundary events: timer, with cycles': 'timer boundary event:',
      'Boundary events: signal': 'signal boundary event:',
      'Boundary events: escalation': 'escalation boundary event:',
      'Boundary events: error': 'error boundary event:',
      'Boundary events: compensation': 'compensation boundary event:',
    }),
    ...rowsOf('4.4, 4.5, 4.8', scopes, {
      'Embedded sub-process': 'sub-process: has variables of its own',
      'Event sub-process: message, timer, signal, escalation, error': [
        'message event sub-process:',
        'timer event sub-process:',
        'signal event sub-process:',
        'escalation event sub-process:',
        'error event sub-process:',
        'non-interrupting event sub-process:',
      ],
      'Call activity': 'call activity:',
      'Compensation of a sub-process': 'compensation of a sub-process:',
      'Bindings: latest, deployment, version tag': ['deployment binding:', 'call activity: calls the newest version'],
      'Multi-instance, parallel and sequential': ['multi-instance, parallel:', 'multi-instance, sequential:'],
      'Multi-instance, completion condition and empty collections': 'multi-instance: ',
      'Execution listeners': 'execution listeners:',
    }),
    ...rowsOf('4.1, 4.17', listeners, {
      'Ad-hoc sub-process': ['begin what the expression names', 'begin what a call names', 'do what their worker says'],
      'Task listeners': ['hold the answer up', 'deny with a reason', 'of a task that is cancelled'],
    }),
    refusedAtDeployment('Complex gateway: refused', 'a ComplexGateway is refused'),
    refusedAtDeployment('Transaction sub-process: refused', 'a Transaction is refused'),
    refusedAtDeployment('Cancel event: refused', 'a cancel end event is refused'),
    refusedAtDeployment('Conditional events (8.9): refused', 'a conditional catch event is refused'),
  ],
};

export const rules: Area = {
  title: 'Rules of diagrams, messages and incidents',
  rows: [
    ...rowsOf('4.13', 'test/contract/refused-models.test.ts', {
      'Refused processes': '> processes >',
      'Refused tasks': '> tasks >',
      'Refused flows and gateways': '> flows and gateways >',
      'Refused start and end events': '> starts and ends >',
      'Refused events': '> events >',
      'Refused listeners': '> listeners >',
      'Refused expressions': '> expressions >',
      'Refused files; all or nothing': '> files >',
    }),
    ...rowsOf('1.4', 'test/contract/messages.test.ts', {
      'Messages wait as long as they live': [
        'a message waits for a subscription',
        'a message that does not live',
        'a message that has lived',
      ],
      'One message, one instance of a process': 'a message hits one instance',
      'Correlation keys': ['a number is as good a key', 'a key that is neither'],
      'Message start events': 'message start:',
    }),
    ...rowsOf('1.3, 4.7', 'test/contract/jobs.test.ts', {
      'Retries and back-off': 'a job that fails with retries left',
      'Late answers to timed-out jobs': 'a job whose time is over',
      'What a job stream is pushed': 'a stream >',
    }),
    ...rowsOf('4.3, 4.4', 'test/contract/variables.test.ts', {
      'Input mappings': ['input mappings make locals', 'a nested target builds'],
      'Output mappings': ['without output mappings', 'with output mappings', 'a nested output target'],
      'Scopes and propagation': ['a result updates the nearest scope', 'a failed job', 'a message’s', 'an error’s'],
      'Missing values are null; any JSON is kept': ['a missing variable is null', 'any JSON comes back'],
    }),
    ...rowsOf('4.11', 'test/contract/decisions.test.ts', {
      'Hit policies UNIQUE, FIRST, ANY, RULE ORDER, COLLECT': 'a decision table >',
      'Required decisions and literal expressions': 'a decision evaluates what it requires',
    }),
    ...rowsOf('4.12', 'test/contract/decisions.test.ts', { 'Versions and duplicates': 'what is deployed >' }),
    ...rowsOf('1.2, 4.15', 'test/contract/runtime-instructions.test.ts', { 'Runtime instructions of create': 'by ' }),
    ...rowsOf('4.14', 'test/contract/incidents.test.ts', {
      CONDITION_ERROR: 'CONDITION_ERROR:',
      EXTRACT_VALUE_ERROR: 'EXTRACT_VALUE_ERROR:',
      IO_MAPPING_ERROR: 'IO_MAPPING_ERROR:',
      CALLED_ELEMENT_ERROR: 'CALLED_ELEMENT_ERROR:',
      CALLED_DECISION_ERROR: 'CALLED_DECISION_ERROR:',
      DECISION_EVALUATION_ERROR: 'DECISION_EVALUATION_ERROR:',
      FORM_NOT_FOUND: 'FORM_NOT_FOUND:',
      UNHANDLED_ERROR_EVENT: 'UNHANDLED_ERROR_EVENT:',
      JOB_NO_RETRIES: 'JOB_NO_RETRIES:',
      EXECUTION_LISTENER_NO_RETRIES: 'EXECUTION_LISTENER_NO_RETRIES:',
      TASK_LISTENER_NO_RETRIES: 'TASK_LISTENER_NO_RETRIES:',
    }),
  ],
};

export const intents: Area = {
  title: 'Value types and intents of the log',
  rows: Object.entries(valueTypes).map(([name, type]): Row => {
    const { written, not } = split(type);
    const missing = Object.entries(Object.groupBy(not, ([, why]) => why)).map(
      ([why, list]) => `${list!.map(([intent]) => intent).join(', ')} not written: ${why}`,
    );
    return {
      name,
      section: '3.3',
      shown: written.length > 0 ? [`test/contract/own/intents.test.ts ${name}: has its intents`] : [],
      ...(written.length === 0 ? { absent: not[0]![1] } : missing.length > 0 ? { differs: missing.join('; ') } : {}),
    };
  }),
};
