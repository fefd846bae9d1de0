/**
 * A house in which everything happens once: every element, call and event that the engine has, so that what it writes
 * can be held against the contract as a whole. Each scenario has processes and messages of its own.
 */
import type { JobResult } from '../engine.ts';
import type { LogRecord } from '../types.ts';
import { type Bench, bench } from './bench.ts';
import {
  adHoc,
  boundary,
  call,
  catching,
  decisionTask,
  diagram,
  end,
  error,
  escalation,
  eventBased,
  eventSubProcess,
  exclusive,
  flows,
  inclusive,
  io,
  listeners,
  loop,
  message,
  onCompensation,
  onError,
  onEscalation,
  onLink,
  onMessage,
  onSignal,
  parallel,
  receive,
  script,
  service,
  signal,
  start,
  subProcess,
  taskListeners,
  terminating,
  throwing,
  timer,
  undoing,
  userTask,
} from './diagram.ts';

const hour = 3_600_000;
const form = '{"id":"note","type":"default","schemaVersion":16,"components":[]}';
const dmn = `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="drg" name="DRG" namespace="n"><decision id="route" name="Route"><decisionTable id="t" hitPolicy="FIRST"><input id="i" label="x"><inputExpression id="ie"><text>x</text></inputExpression></input><output id="o" name="way"/><rule id="r1"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule></decisionTable></decision></definitions>`;

const scenarios: Record<string, (b: Bench) => Promise<void>> = {
  async jobs(b) {
    await b.deploy(
      diagram(
        'jobs',
        start('s') +
          service(
            'work',
            'work',
            `<zeebe:taskHeaders><zeebe:header key="a" value="1"/></zeebe:taskHeaders>${io({ in: { x: '=n' }, out: { y: '=done' } })}${listeners(['start', 'before'], ['end', 'after'])}`,
          ) +
          boundary('wrong', 'work', onError('err')) +
          end('e') +
          flows('s -> work', 'work -> e', 'wrong -> e'),
        error('err', 'E1'),
        'v1',
      ),
    );
    const { processInstanceKey } = await b.engine.createInstance({
      bpmnProcessId: 'jobs',
      variables: { n: 1 },
      tags: ['urgent'],
      operationReference: 7,
    });
    await b.work('before', { local: true });
    const [first] = await b.jobs('work');
    await b.engine.failJob({ jobKey: first!.key, retries: 2, errorMessage: 'later', retryBackOff: 1000 });
    await b.forward(2000);
    const [second] = await b.jobs('work');
    await b.engine.updateJobTimeout({ jobKey: second!.key, timeout: 10_000 });
    await b.forward(hour);
    const [third] = await b.jobs('work');
    await b.engine.yieldJobs([third!.key]);
    const [fourth] = await b.jobs('work');
    await b.engine.failJob({ jobKey: fourth!.key, retries: 0, errorMessage: 'no more' });
    await b.engine.updateJobRetries({ jobKey: fourth!.key, retries: 3 });
    await b.engine.updateJob({ jobKey: fourth!.key, retries: 2 });
    const [incident] = b.engine.searchIncidents({ filter: { processInstanceKey } }).items;
    await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
    await b.work('work', { done: 5 });
    await b.work('after');
    await b.create('jobs', { n: 2 });
    await b.work('before');
    const [thrown] = await b.jobs('work');
    await b.engine.throwError({ jobKey: thrown!.key, errorCode: 'E1', errorMessage: 'bad', variables: { why: 'x' } });
    await b.create('jobs', { n: 3 });
    await b.work('before');
    const [unhandled] = await b.jobs('work');
    await b.engine.throwError({ jobKey: unhandled!.key, errorCode: 'E2' });
  },

  async adHoc(b) {
    const outputs = { outputCollection: 'all', outputElement: '=n' };
    const chosen = adHoc('chosen', service('a') + service('b'), {
      ...outputs,
      activeElementsCollection: '=["a", "b"]',
    });
    const agent = { inside: '<zeebe:taskDefinition type="agent"/>' };
    await b.deploy(
      diagram(
        'adHoc',
        start('s') +
          chosen +
          adHoc('free', service('c') + service('d'), outputs, agent) +
          flows('s -> chosen', 'chosen -> free'),
      ),
    );
    await b.create('adHoc');
    await b.work('a', { n: 1 });
    await b.work('b');
    const choose = async (result: JobResult) => {
      const [job] = await b.jobs('agent');
      await b.engine.completeJob({ jobKey: job!.key, result });
    };
    await choose({ activateElements: [{ elementId: 'c', variables: { x: 1 } }] });
    await b.work('c');
    const { items } = b.engine.searchElementInstances({ filter: { elementId: 'free' } });
    const adHocSubProcessInstanceKey = items[0]!.elementInstanceKey;
    await b.engine.activateAdHoc({ adHocSubProcessInstanceKey, elements: [{ elementId: 'd' }] });
    await b.engine.activateAdHoc({ adHocSubProcessInstanceKey, elements: [{ elementId: 'x' }] }).catch(() => {});
    const [job] = await b.jobs('agent');
    await b.engine.failJob({ jobKey: job!.key, retries: 0 });
    await b.engine.updateJobRetries({ jobKey: job!.key, retries: 1 });
    const [incident] = b.engine.searchIncidents({ filter: { elementId: 'free' } }).items;
    await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
    await choose({ isCompletionConditionFulfilled: true, isCancelRemainingInstances: true });
  },

  async taskListeners(b) {
    const listened = taskListeners(
      ['creating', 'listener'],
      ['assigning', 'listener'],
      ['updating', 'listener'],
      ['completing', 'listener'],
      ['canceling', 'listener'],
    );
    await b.deploy(
      diagram(
        'listened',
        start('s') + userTask('watched', listened) + end('e') + flows('s -> watched', 'watched -> e'),
      ),
    );
    const listen = async (result: JobResult = {}) => {
      const [job] = await b.jobs('listener');
      await b.engine.completeJob({ jobKey: job!.key, result });
    };
    const key = await b.create('listened');
    await listen({ corrections: { priority: 9 } });
    const { userTaskKey, elementInstanceKey } = b.task('watched');
    const denied = { denied: true, deniedReason: 'no' };
    for (const result of [denied, { corrections: { candidateGroups: ['g'] } }]) {
      const calls = [
        () => b.engine.assignUserTask({ userTaskKey, assignee: 'lan' }),
        () => b.engine.updateUserTask({ userTaskKey, changeset: { priority: 1 } }),
        () => b.engine.setVariables({ elementInstanceKey, variables: { x: 1 }, local: true }),
      ];
      for (const call of calls) {
        const answer = call().catch(() => {});
        await listen(result);
        await answer;
      }
    }
    const refused = b.engine.completeUserTask({ userTaskKey }).catch(() => {});
    await listen(denied);
    await refused;
    await b.engine.cancelInstance({ processInstanceKey: key });
    await listen();
  },

  async userTasks(b) {
    await b.deploy(
      ['note.form', form],
      [
        'tasks.bpmn',
        diagram(
          'tasks',
          start('s') +
            userTask(
              'review',
              '<zeebe:assignmentDefinition assignee="=who" candidateGroups="=[&quot;g&quot;]" candidateUsers="=[&quot;u&quot;]"/><zeebe:taskSchedule dueDate="2026-02-01T00:00:00Z" followUpDate="2026-01-20T00:00:00Z"/><zeebe:formDefinition formId="note"/><zeebe:priorityDefinition priority="70"/><zeebe:taskHeaders><zeebe:header key="a" value="1"/></zeebe:taskHeaders>',
            ) +
            end('e') +
            flows('s -> review', 'review -> e'),
        ),
      ],
    );
    await b.create('tasks', { who: 'lan' });
    const { userTaskKey } = b.task('review');
    await b.engine.unassignUserTask({ userTaskKey });
    await b.engine.assignUserTask({ userTaskKey, assignee: 'minh', allowOverride: false });
    await b.engine.updateUserTask({ userTaskKey, changeset: { candidateGroups: ['h'], priority: 10 } });
    await b.complete('review', { outcome: 'yes' });
    const left = await b.create('tasks', { who: 'lan' });
    await b.engine.setVariables({ elementInstanceKey: left, variables: { note: 'x' } });
    await b.engine.setVariables({ elementInstanceKey: left, variables: { note: 'y' }, local: true });
    await b.engine.cancelInstance({ processInstanceKey: left });
  },

  async gateways(b) {
    await b.deploy(
      diagram(
        'gateways',
        start('s') +
          exclusive('x', '', 'default="x-p"') +
          parallel('p') +
          parallel('j') +
          inclusive('i') +
          userTask('a') +
          userTask('c') +
          eventBased('eb') +
          catching('soon', timer('timeDuration', 'PT1H')) +
          catching('told', onMessage('m')) +
          end('e', terminating) +
          flows('s -> x', 'x -> e : =bad', 'x -> p', 'p -> j', 'p -> a', 'a -> j', 'j -> i') +
          flows('i -> c : =true', 'i -> eb : =true', 'eb -> soon', 'eb -> told', 'soon -> e', 'told -> e', 'c -> e'),
        message('m', 'told', '=k'),
      ),
    );
    await b.create('gateways', { bad: false, k: 'K' });
    await b.complete('a');
    await b.forward(2 * hour);
    await b.create('gateways', { bad: 'text', k: 'K2' });
  },

  async messages(b) {
    await b.deploy(
      diagram(
        'messages',
        start('s', onMessage('begin')) +
          receive('wait', '', 'messageRef="come"') +
          boundary('also', 'wait', onMessage('ping'), false) +
          boundary('late', 'wait', timer('timeCycle', 'R3/PT1H'), false) +
          end('e') +
          flows('s -> wait', 'wait -> e', 'also -> e', 'late -> e'),
        message('begin', 'begin', '') + message('come', 'come', '=k') + message('ping', 'ping', '=k'),
      ),
    );
    await b.engine.publishMessage({
      name: 'begin',
      correlationKey: 'one',
      messageId: 'id-1',
      timeToLive: hour,
      variables: { k: 'K' },
    });
    await b.engine.publishMessage({ name: 'ping', correlationKey: 'K', variables: { p: 1 } });
    await b.forward(2 * hour);
    await b.engine.correlateMessage({ name: 'come', correlationKey: 'K', variables: { c: 1 } });
    await b.engine.publishMessage({ name: 'nobody', correlationKey: 'z', timeToLive: 1000 });
    await b.forward(hour);
  },

  async signals(b) {
    await b.deploy(
      diagram(
        'signals',
        start('s', onSignal('go')) +
          subProcess(
            'inner',
            start('si') +
              catching('heard', onSignal('next')) +
              throwing('said', onSignal('last')) +
              end('ei') +
              flows('si -> heard', 'heard -> said', 'said -> ei') +
              eventSubProcess(
                'esp',
                `${start('es', onSignal('aside'), 'isInterrupting="false"')}${end('ee')}${flows('es -> ee')}`,
              ),
          ) +
          end('e') +
          flows('s -> inner', 'inner -> e'),
        signal('go', 'go') + signal('next', 'next') + signal('last', 'last') + signal('aside', 'aside'),
      ),
    );
    await b.engine.broadcastSignal({ signalName: 'go', variables: { g: 1 } });
    await b.engine.idle();
    await b.engine.broadcastSignal({ signalName: 'aside', variables: { a: 1 } });
    await b.engine.broadcastSignal({ signalName: 'next' });
    await b.engine.idle();
  },

  async callsAndLoops(b) {
    await b.deploy(
      diagram('child', start('s') + userTask('inside') + end('e') + flows('s -> inside', 'inside -> e')),
      diagram(
        'parent',
        start('s') +
          call('call', 'child', 'propagateAllChildVariables="true"') +
          service(
            'each',
            'each',
            '',
            loop({ inputCollection: '=[1,2]', inputElement: 'n', outputCollection: 'all', outputElement: '=n' }),
          ) +
          end('e') +
          flows('s -> call', 'call -> each', 'each -> e'),
      ),
    );
    await b.create('parent', { v: 1 });
    await b.complete('inside', { w: 2 });
    for (const job of await b.jobs('each')) await b.engine.completeJob({ jobKey: job.key });
    await b.engine.idle();
    const { items } = b.engine.searchProcessInstances();
    const live = await b.create('parent', { v: items.length });
    await b.engine.cancelInstance({ processInstanceKey: live });
  },

  async decisions(b) {
    await b.deploy(
      ['route.dmn', dmn],
      [
        'decide.bpmn',
        diagram(
          'decide',
          start('s') +
            decisionTask('d', 'route', 'way') +
            script('sc', '="to " + way', 'text') +
            end('e') +
            flows('s -> d', 'd -> sc', 'sc -> e'),
        ),
      ],
    );
    await b.create('decide', { x: 5 });
    await b.create('decide', { x: 'text' });
    await b.engine.evaluateDecision({ decisionId: 'route', variables: { x: 3 } });
    const twice = dmn
      .replaceAll('"FIRST"', '"UNIQUE"')
      .replace(/<rule .*<\/rule>/, (rule) => rule + rule.replace('r1', 'r2'));
    await b.deploy(['twice.dmn', twice.replace('"drg"', '"twice"').replace('id="route"', 'id="twice-route"')]);
    await b.engine.evaluateDecision({ decisionId: 'twice-route', variables: { x: 3 } });
  },

  async versions(b) {
    const timed = (cycle: string) =>
      diagram('timed', start('s', timer('timeCycle', cycle)) + end('e') + flows('s -> e'));
    await b.deploy(timed('R2/PT1H'));
    await b.deploy(timed('R/PT2H'));
    await b.forward(3 * hour);
    const [timedKey] = b.engine
      .searchProcessDefinitions({ filter: { processDefinitionId: 'timed' } })
      .items.map((one) => one.processDefinitionKey);
    await b.engine.deleteResource({ resourceKey: timedKey! });
    const gone = await b.engine.deploy([
      { name: 'gone.form', content: form.replace('note', 'gone') },
      { name: 'gone.dmn', content: dmn.replace('"drg"', '"gone"').replace('id="route"', 'id="gone-route"') },
    ]);
    await b.engine.deleteResource({ resourceKey: gone.forms[0]!.formKey });
    await b.engine.deleteResource({ resourceKey: gone.decisionRequirements[0]!.decisionRequirementsKey });
  },

  async escalationsLinksAndCompensation(b) {
    const { body, rest } = undoing('book', 'unbook', io({ out: { undone: '=true' } }));
    await b.deploy(
      diagram(
        'undo',
        start('s') +
          subProcess(
            'sub',
            start('si') +
              throwing('up', onEscalation('late')) +
              throwing('unheard', onEscalation('other')) +
              end('ei') +
              flows('si -> up', 'up -> unheard', 'unheard -> ei'),
          ) +
          boundary('caught', 'sub', onEscalation('late'), false) +
          end('told') +
          service('book') +
          body +
          throwing('leap', onLink('there')) +
          catching('landing', onLink('there')) +
          throwing('back', onCompensation()) +
          end('e') +
          flows('s -> sub', 'caught -> told', 'sub -> book', 'book -> leap', 'landing -> back', 'back -> e') +
          rest,
        escalation('late', 'LATE') + escalation('other', 'OTHER'),
      ),
    );
    await b.create('undo');
    await b.work('book', { booked: true });
    await b.work('unbook');
  },

  async modificationAndMigration(b) {
    const shaped = (id: string, own: string) =>
      diagram(
        id,
        start('s') +
          subProcess('sub', start('si') + userTask(own) + service('other') + flows(`si -> ${own}`, `${own} -> other`)) +
          boundary('tick', 'sub', timer('timeDuration', 'PT100H')) +
          boundary('told', 'sub', onMessage('m'), false) +
          boundary('heard', 'sub', onSignal('g'), false) +
          flows('s -> sub'),
        message('m', `m-${id}`, '=k') + signal('g', `g-${id}`),
      );
    await b.deploy(shaped('before', 'first'), shaped('after', 'renamed'));
    const processInstanceKey = await b.create('before', { k: 'K' });
    const { elementInstanceKey } = b.task('first');
    await b.engine.modifyInstance({
      processInstanceKey,
      activateInstructions: [
        { elementId: 'other', variableInstructions: [{ variables: { v: 1 }, scopeId: 'sub' }] },
        { elementId: 'first' },
      ],
      terminateInstructions: [{ elementInstanceKey }],
    });
    await b.engine.idle();
    const [job] = await b.jobs('other');
    await b.engine.failJob({ jobKey: job!.key, retries: 0 });
    const { items } = b.engine.searchProcessDefinitions({ filter: { processDefinitionId: 'after' } });
    const ids = [
      ['sub', 'sub'],
      ['first', 'renamed'],
      ['other', 'other'],
      ['tick', 'tick'],
      ['told', 'told'],
      ['heard', 'heard'],
    ];
    await b.engine.migrateInstance({
      processInstanceKey,
      targetProcessDefinitionKey: items[0]!.processDefinitionKey,
      mappingInstructions: ids.map(([sourceElementId, targetElementId]) => ({
        sourceElementId: sourceElementId!,
        targetElementId: targetElementId!,
      })),
    });
    await b.engine.idle();
  },

  /** What is left behind: a message start of an old version, what was never undone, what was called of a migrated one. */
  async remains(b) {
    const told = (name: string) =>
      diagram('told', start('s', onMessage('m')) + end('e') + flows('s -> e'), message('m', name, ''));
    await b.deploy(told('once'));
    await b.deploy(told('again'));
    const undo = undoing('paid', 'refund');
    const around = (id: string) =>
      diagram(
        id,
        `${start('s') + service('paid') + undo.body + call('inner', 'called') + end('e')}${flows('s -> paid', 'paid -> inner', 'inner -> e')}${undo.rest}`,
      );
    await b.deploy(diagram('called', start('s') + userTask('deep') + end('e') + flows('s -> deep', 'deep -> e')));
    await b.deploy(around('around'), around('around-next'));
    const result = b.engine.createInstanceWithResult({ bpmnProcessId: 'around', variables: {}, requestTimeout: hour });
    const [job] = await b.jobs('paid');
    await b.engine.completeJob({ jobKey: job!.key, variables: {} });
    const next = b.engine.searchProcessDefinitions({ filter: { processDefinitionId: 'around-next' } }).items[0]!;
    await b.engine.migrateInstance({
      processInstanceKey: job!.processInstanceKey,
      targetProcessDefinitionKey: next.processDefinitionKey,
      mappingInstructions: ['paid', 'inner'].map((id) => ({ sourceElementId: id, targetElementId: id })),
    });
    await b.complete('deep');
    await result;
    const runtimeInstructions = [{ afterElementId: 'deep' }];
    await b.engine.createInstance({ bpmnProcessId: 'called', variables: {}, runtimeInstructions });
    for (const { userTaskKey } of b.engine.searchUserTasks({ filter: { elementId: 'deep', state: 'CREATED' } }).items)
      await b.engine.completeUserTask({ userTaskKey });
  },

  async refusals(b) {
    await b.deploy(
      diagram('refused', start('s') + service('once') + userTask('one') + flows('s -> once', 'once -> one')),
    );
    const { engine } = b;
    const key = await b.create('refused');
    const [job] = await b.jobs('once');
    const refused = [
      () => engine.deploy([{ name: 'bad.bpmn', content: '<no/>' }]),
      () => engine.createInstance({ bpmnProcessId: 'nowhere', variables: { a: 1 } }),
      () => engine.cancelInstance({ processInstanceKey: '1' }),
      () => engine.completeJob({ jobKey: '1', variables: { a: 1 } }),
      () => engine.failJob({ jobKey: '1', retries: 1.5, errorMessage: 'no' }),
      () => engine.updateJobRetries({ jobKey: job!.key, retries: 0 }),
      () => engine.updateJobTimeout({ jobKey: '1', timeout: 1 }),
      () => engine.throwError({ jobKey: '1', errorCode: 'X' }),
      () => engine.resolveIncident({ incidentKey: '1' }),
      () => engine.setVariables({ elementInstanceKey: '1', variables: { a: 1 }, local: true }),
      () => engine.correlateMessage({ name: 'nobody', correlationKey: 'x' }),
      () => engine.deleteResource({ resourceKey: '1' }),
      () => engine.evaluateDecision({ decisionId: 'none', variables: {} }),
      () => engine.assignUserTask({ userTaskKey: '1', assignee: 'x' }),
      () => engine.completeUserTask({ userTaskKey: '1' }),
      () => engine.updateUserTask({ userTaskKey: '1', changeset: { priority: 3 } }),
    ];
    for (const call of refused) {
      const message = await call().then(
        () => '',
        (error: Error) => error.message,
      );
      if (message === '') throw new Error(`Not refused: ${call}`);
    }
    await engine.cancelInstance({ processInstanceKey: key });
  },
};

/** Plays all of it in one engine; answers every record, in the order of the log. */
export async function everything(): Promise<LogRecord[]> {
  const b = await bench();
  for (const play of Object.values(scenarios)) await play(b);
  await b.engine.close();
  return b.records;
}
