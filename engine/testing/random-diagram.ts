/** Small random diagrams for property tests: blocks within blocks, every kind of element that can wait, catch or throw. */
import fc from 'fast-check';
import {
  adHoc,
  boundary,
  catching,
  diagram,
  end,
  error,
  escalation,
  eventSubProcess,
  exclusive,
  flows,
  inclusive,
  loop,
  message,
  onCompensation,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  parallel,
  service,
  signal,
  start,
  subProcess,
  task,
  taskListeners,
  throwing,
  timer,
  undoing,
  userTask,
} from './diagram.ts';

/** What a part of a diagram is made from; `id` makes names that come once. */
export type Block =
  | { kind: Leaf }
  | { kind: 'sequence' | 'parallel' | 'exclusive' | 'inclusive'; inside: Block[] }
  | { kind: 'scope'; inside: Block; boundary: string; watch: string }
  | { kind: 'free'; inside: Block[]; by: string };

const leaves = [
  ...(['job', 'user', 'watched', 'none', 'message', 'timer', 'escalate', 'compensate', 'items', 'undoable'] as const),
];
type Leaf = (typeof leaves)[number];
const leaf = fc.constantFrom(...leaves);

export const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf.map((kind) => ({ kind }) as Block),
    fc
      .record({
        kind: fc.constantFrom('sequence', 'parallel', 'exclusive', 'inclusive'),
        inside: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      })
      .map((one) => one as Block),
    fc
      .record({
        kind: fc.constant('scope'),
        inside: tie('block'),
        boundary: fc.constantFrom('', 'timer', 'timer-aside', 'message', 'error', 'escalation', 'escalation-aside'),
        watch: fc.constantFrom('', 'signal', 'signal-aside', 'message-aside', 'error', 'escalation-aside'),
      })
      .map((one) => one as Block),
    fc
      .record({
        kind: fc.constant('free'),
        inside: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
        by: fc.constantFrom('model', 'condition', 'patience', 'worker', 'call'),
      })
      .map((one) => one as Block),
  ),
})).block;

interface Part {
  body: string;
  first: string;
  last: string;
}

/** A whole file with one process `p`, started by nothing or, `byMessage`, by the message `begin`. */
export function drawn(inside: Block, byMessage: boolean): string {
  let count = 0;
  const fresh = (name: string) => `${name}${++count}`;
  const rests: string[][] = [[]];
  const { body, first, last } = draw(inside);
  const begin = start('begin', byMessage ? onMessage('begins') : '');
  const all = begin + body + end('over') + flows(`begin -> ${first}`, `${last} -> over`);
  return diagram(
    'p',
    all + rests[0]!.join(''),
    message('m', 'm') +
      message('begins', 'begin', '') +
      signal('horn', 'horn') +
      error('e', 'E') +
      escalation('up', 'UP'),
  );

  function one(name: string, write: (id: string) => string): Part {
    const id = fresh(name);
    return { body: write(id), first: id, last: id };
  }
  function draw(part: Block): Part {
    switch (part.kind) {
      case 'job':
        return one('job', (id) => service(id, 'w'));
      case 'user':
        return one('user', (id) => userTask(id));
      case 'watched':
        return one('watched', (id) => {
          const events = ['creating', 'assigning', 'completing', 'completing', 'canceling'];
          return userTask(id, taskListeners(...events.map((event): [string, string] => [event, 'w'])));
        });
      case 'none':
        return one('none', (id) => task(id));
      case 'message':
        return one('told', (id) => `<bpmn:receiveTask id="${id}" messageRef="m"/>`);
      case 'timer':
        return one('wait', (id) => catching(id, timer('timeDuration', 'PT1H')));
      case 'escalate':
        return one('up', (id) => throwing(id, onEscalation('up')));
      case 'compensate':
        return one('undo', (id) => throwing(id, onCompensation()));
      case 'items':
        return one('items', (id) => service(id, 'w', '', loop({ inputCollection: '=[1, 2]', inputElement: 'n' })));
      case 'undoable': {
        const id = fresh('done');
        const { body: undo, rest } = undoing(id, fresh('handler'));
        rests.at(-1)!.push(rest);
        return { body: service(id, 'w') + undo.replaceAll(/type="handler\d+"/g, 'type="w"'), first: id, last: id };
      }
      case 'scope':
        return scope(part);
      case 'free':
        return free(part);
      default:
        return branches(part.kind, part.inside.map(draw));
    }
  }
  function branches(kind: 'sequence' | 'parallel' | 'exclusive' | 'inclusive', parts: Part[]): Part {
    const bodies = parts.map((part) => part.body).join('');
    if (kind === 'sequence') {
      const links = parts.slice(1).map((part, at) => `${parts[at]!.last} -> ${part.first}`);
      return { body: bodies + flows(...links), first: parts[0]!.first, last: parts.at(-1)!.last };
    }
    const [fork, join] = [fresh('fork'), fresh('join')];
    const gate = { parallel, exclusive, inclusive }[kind];
    const conditions = ['=flag', '=not(flag)', '=true'];
    const links = parts.flatMap((part, at) => [
      `${fork} -> ${part.first}${kind === 'parallel' ? '' : ` : ${at === parts.length - 1 ? '=true' : conditions[at]}`}`,
      `${part.last} -> ${join}`,
    ]);
    return { body: gate(fork) + bodies + gate(join) + flows(...links), first: fork, last: join };
  }
  function scope(part: Extract<Block, { kind: 'scope' }>): Part {
    const id = fresh('scope');
    rests.push([]);
    const { body, first, last } = draw(part.inside);
    const [begin, over] = [`${id}_begin`, `${id}_over`];
    const inside =
      start(begin) + body + end(over) + flows(`${begin} -> ${first}`, `${last} -> ${over}`) + watch(id, part.watch);
    const own = subProcess(id, inside + rests.pop()!.join(''));
    return { body: own + attached(id, part.boundary), first: id, last: id };
  }
  function free({ inside, by }: Extract<Block, { kind: 'free' }>): Part {
    const id = fresh('free');
    rests.push([]);
    const parts = inside.map(draw);
    const names = JSON.stringify(parts.map((part) => part.first));
    const chosen: Record<string, string> =
      by === 'worker' || by === 'call' ? {} : { activeElementsCollection: `=${names}` };
    const collected = { outputCollection: 'flags', outputElement: '=flag' };
    const body = adHoc(
      id,
      parts.map((part) => part.body).join('') + rests.pop()!.join(''),
      { ...chosen, ...collected },
      {
        inside: by === 'worker' ? '<zeebe:taskDefinition type="w"/>' : '',
        until: by === 'condition' || by === 'patience' ? '=flag = true' : '',
        cancelRemaining: by !== 'patience',
      },
    );
    return { body, first: id, last: id };
  }
  function attached(host: string, kind: string): string {
    if (kind === '') return '';
    const [what, aside] = kind.split('-');
    const definition = definitionOf(what!);
    const [id, after] = [`${host}_bd`, `${host}_after`];
    return boundary(id, host, definition, !aside) + userTask(after) + flows(`${id} -> ${after}`);
  }
  function watch(host: string, kind: string): string {
    if (kind === '') return '';
    const [what, aside] = kind.split('-');
    const [id, begin, work] = [`${host}_watch`, `${host}_seen`, `${host}_act`];
    const begins = `<bpmn:startEvent id="${begin}" isInterrupting="${!aside}">${definitionOf(what!)}</bpmn:startEvent>`;
    return eventSubProcess(id, begins + userTask(work) + flows(`${begin} -> ${work}`));
  }
  function definitionOf(what: string): string {
    if (what === 'timer') return timer('timeDuration', 'PT2H');
    if (what === 'message') return onMessage('m');
    if (what === 'signal') return onSignal('horn');
    return what === 'error' ? onError('e') : onEscalation('up');
  }
}
