/**
 * What a golden log holds: every kind of thing that can wait, made from tiny diagrams of our own, and the sentence by
 * which a later engine is measured. A golden is made once by the engine whose format it has, and never made again.
 */
import { ManualClock } from '../../clock.ts';
import { createEngine, type Engine } from '../../engine.ts';
import type { Journal } from '../../types.ts';
import {
  boundary,
  call,
  catching,
  diagram,
  end,
  error,
  eventSubProcess,
  exclusive,
  flows,
  io,
  listeners,
  loop,
  message,
  onError,
  onMessage,
  onSignal,
  parallel,
  service,
  signal,
  start,
  subProcess,
  timer,
  userTask,
} from '../diagram.ts';

export const goldenTime = Date.UTC(2026, 0, 5, 1, 0, 0);

const orders = diagram(
  'order',
  start('s') +
    parallel('fork') +
    service('pack', 'pack', io({ in: { size: '="large"' } })) +
    userTask('check', '<zeebe:assignmentDefinition candidateGroups="clerks"/>') +
    catching('paid', onMessage('m-paid')) +
    catching('go', onSignal('sg')) +
    catching('wait', timer('timeDuration', 'PT12H')) +
    service('each', 'each', '', loop({ inputCollection: '=["a","b","c"]', inputElement: 'item' })) +
    call('sub', 'part') +
    subProcess(
      'scope',
      start('in') +
        service('listened', 'listened', listeners(['start', 'before'])) +
        end('out') +
        eventSubProcess(
          'on',
          start('note', onMessage('m-note'), 'isInterrupting="false"') + end('noted') + flows('note -> noted'),
        ) +
        flows('in -> listened', 'listened -> out'),
    ) +
    exclusive('broken') +
    boundary('late', 'pack', timer('timeCycle', 'R3/PT1H'), false) +
    boundary('bad', 'each', onError('er')) +
    end('e') +
    end('e2') +
    flows(
      's -> fork',
      'fork -> pack',
      'fork -> check',
      'fork -> paid',
      'fork -> go',
      'fork -> wait',
      'fork -> each',
      'fork -> sub',
      'fork -> scope',
      'fork -> broken',
      'broken -> e2 : =missing > 1',
      'late -> e2',
      'bad -> e2',
      ...['pack', 'check', 'paid', 'go', 'wait', 'each', 'sub', 'scope'].map((one) => `${one} -> e`),
    ),
  message('m-paid', 'paid') + message('m-note', 'note') + error('er', 'E') + signal('sg', 'go'),
);
const part = diagram('part', start('s') + userTask('assemble') + end('e') + flows('s -> assemble', 'assemble -> e'));
const started = diagram(
  'started',
  start('hear', onMessage('m-hear')) + userTask('answer') + end('e') + flows('hear -> answer', 'answer -> e'),
  message('m-hear', 'hear', ''),
);
const yearly = diagram('yearly', start('s', timer('timeCycle', 'R/P365D')) + end('e') + flows('s -> e'));
const rule = `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="Rules" namespace="http://test"><decision id="size" name="Size"><variable name="size"/><literalExpression><text>"small"</text></literalExpression></decision></definitions>`;

/** Lives through the scenario; what was written before is where `journal` put it. */
export async function live(journal: Journal): Promise<Engine> {
  const clock = new ManualClock(goldenTime);
  const engine = await createEngine({ clock, journal, random: () => 0.5, zone: '+07:00' });
  await engine.deploy([
    { name: 'order.bpmn', content: orders },
    { name: 'part.bpmn', content: part },
    { name: 'started.bpmn', content: started },
    { name: 'yearly.bpmn', content: yearly },
    { name: 'rules.dmn', content: rule },
    { name: 'sheet.form', content: JSON.stringify({ id: 'sheet', type: 'default', components: [] }) },
  ]);
  const jobs = (type: string, maxJobsToActivate: number) =>
    engine.activateJobs({ type, worker: 'golden', timeout: 600_000, maxJobsToActivate, requestTimeout: -1 });
  for (let n = 0; n < 6; n++) {
    await engine.createInstance({ bpmnProcessId: 'order', variables: { key: `k${n}`, n, text: 'Hội An "x"' } });
  }
  const [done, failed, broken] = await jobs('pack', 4);
  await engine.completeJob({ jobKey: done!.key, variables: { packed: true } });
  await engine.failJob({ jobKey: failed!.key, retries: 0, errorMessage: 'no box' });
  await engine.failJob({ jobKey: broken!.key, retries: 2, retryBackOff: 3_600_000, errorMessage: 'later' });
  const [item] = await jobs('each', 1);
  await engine.throwError({ jobKey: item!.key, errorCode: 'E' });
  for (const job of await jobs('before', 2)) await engine.completeJob({ jobKey: job.key });
  const [task, other] = engine.searchUserTasks({ filter: { elementId: 'check' } }).items;
  await engine.assignUserTask({ userTaskKey: task!.userTaskKey, assignee: 'an' });
  await engine.completeUserTask({ userTaskKey: other!.userTaskKey, variables: { checked: 1 } });
  for (const correlationKey of ['k1', 'k9']) {
    await engine.publishMessage({
      name: 'paid',
      correlationKey,
      timeToLive: 86_400_000,
      messageId: 'm',
      variables: { by: 'card' },
    });
  }
  await engine.publishMessage({ name: 'note', correlationKey: 'k2', timeToLive: 0 });
  await engine.publishMessage({ name: 'hear', correlationKey: 'loud', timeToLive: 86_400_000 });
  await engine.publishMessage({ name: 'hear', correlationKey: 'loud', timeToLive: 86_400_000 });
  clock.forward(3_700_000);
  await engine.idle();
  const [last] = engine.searchProcessInstances({ filter: { processDefinitionId: 'order' } }).items.slice(-1);
  await engine.cancelInstance({ processInstanceKey: last!.processInstanceKey });
  await engine.idle();
  return engine;
}

/** What must come back, whatever the format that it was kept in: only words of the public views. */
export function summary(engine: Engine): Record<string, unknown> {
  return {
    position: engine.position(),
    nextDue: engine.nextDue(),
    definitions: engine
      .searchProcessDefinitions()
      .items.map((d) => `${d.processDefinitionKey} ${d.processDefinitionId} ${d.version}`),
    elements: engine
      .searchElementInstances({ page: { limit: 1000 } })
      .items.map((e) => `${e.elementInstanceKey} ${e.elementId} ${e.state}`),
    jobs: engine
      .searchJobs({ page: { limit: 1000 } })
      .items.map((j) => `${j.jobKey} ${j.type} ${j.state} ${j.retries} ${j.deadline}`),
    tasks: engine
      .searchUserTasks({ page: { limit: 1000 } })
      .items.map((t) => `${t.userTaskKey} ${t.elementId} ${t.assignee} ${t.candidateGroups}`),
    incidents: engine
      .searchIncidents({ page: { limit: 1000 } })
      .items.map((i) => `${i.incidentKey} ${i.elementId} ${i.errorType}`),
    variables: engine
      .searchVariables({ page: { limit: 1000 } })
      .items.map((v) => `${v.variableKey} ${v.scopeKey} ${v.name} ${v.value}`),
  };
}
