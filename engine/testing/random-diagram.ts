/** Small random diagrams for property tests: blocks within blocks, every kind of element that can wait, catch or throw. */
import fc from 'fast-check';
import {
  adHoc,
  boundary,
  call,
  catching,
  diagram,
  end,
  error,
  escalation,
  eventBased,
  eventSubProcess,
  exclusive,
  ext,
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
  service,
  signal,
  start,
  subProcess,
  task,
  taskListeners,
  terminating,
  throwing,
  timer,
  undoing,
  userTask,
} from './diagram.ts';

/** What a part of a diagram is made from; `id` makes names that come once. */
export type Block =
  | { kind: Leaf }
  | { kind: 'sequence' | 'parallel' | 'exclusive' | 'inclusive'; inside: Block[] }
  | { kind: 'scope'; inside: Block; boundary: string; watch: string; listened: boolean }
  | { kind: 'each'; inside: Block; sequential: boolean; until: boolean }
  | { kind: 'race'; inside: Block; atOnce: boolean }
  | { kind: 'free'; inside: Block[]; by: string };

const leaves = [
  ...(['job', 'user', 'watched', 'none', 'message', 'timer', 'escalate', 'compensate', 'items', 'undoable'] as const),
  ...(['call', 'call', 'listened', 'mapped', 'typed', 'first', 'link', 'refuse'] as const),
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
        listened: fc.boolean(),
      })
      .map((one) => one as Block),
    fc
      .record({
        kind: fc.constant('each'),
        inside: tie('block'),
        sequential: fc.boolean(),
        until: fc.boolean(),
      })
      .map((one) => one as Block),
    fc.record({ kind: fc.constant('race'), inside: tie('block'), atOnce: fc.boolean() }).map((one) => one as Block),
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

/**
 * A whole file with one process `id`, started by nothing or, `byMessage`, by the message `begin`. Its call activities
 * call `called`; without one they are jobs.
 */
export function drawn(inside: Block, byMessage: boolean, { id = 'p', called = '' } = {}): string {
  let count = 0;
  const fresh = (name: string) => `${name}${++count}`;
  const rests: string[][] = [[]];
  const { body, first, last } = draw(inside);
  const begin = start('begin', byMessage ? onMessage('begins') : '');
  const all = begin + body + end('over') + flows(`begin -> ${first}`, `${last} -> over`);
  return diagram(
    id,
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
      case 'call':
        return one('call', (id) => {
          if (!called) return service(id, 'w');
          return call(id, called) + attached(id, 'error');
        });
      case 'listened':
        return one('heard', (id) => service(id, 'w', listeners(['start', 'w'], ['start', 'w2'], ['end', 'w'])));
      case 'mapped':
        return one('mapped', (id) => service(id, 'w', io({ in: { own: '=flag' }, out: { flag: '=own' } })));
      case 'typed':
        return one('typed', (id) => {
          const aside = boundary(`${id}_bd`, id, timer('timeCycle', 'R2/PT1H'), false);
          return (
            service(id, '=if flag then "w" else null') + aside + task(`${id}_after`) + flows(`${id}_bd -> ${id}_after`)
          );
        });
      case 'first': {
        const [gate, told, late, on] = [fresh('first'), fresh('told'), fresh('late'), fresh('on')];
        const events = catching(told, onMessage('m')) + catching(late, timer('timeDuration', 'PT1H'));
        const lines = flows(`${gate} -> ${told}`, `${gate} -> ${late}`, `${told} -> ${on}`, `${late} -> ${on}`);
        return { body: eventBased(gate) + events + exclusive(on) + lines, first: gate, last: on };
      }
      case 'link': {
        const [from, to] = [fresh('from'), fresh('to')];
        return { body: throwing(from, onLink(to)) + catching(to, onLink(to)), first: from, last: to };
      }
      case 'refuse': {
        const [id, begin, gate, refused, on] = ['refuse', 'begin', 'gate', 'refused', 'on'].map(fresh);
        const lines = flows(`${begin} -> ${gate}`, `${gate} -> ${refused} : =not(flag)`, `${gate} -> ${on} : =flag`);
        const inside = start(begin!) + exclusive(gate!) + end(refused!, onError('e')) + task(on!) + lines;
        return { body: subProcess(id!, inside), first: id!, last: id! };
      }
      case 'each': {
        const until = part.until ? '=flag' : '';
        const collected = { outputCollection: 'flags', outputElement: '=flag' };
        const items = { inputCollection: '=[1, 2, 3]', inputElement: 'n', ...collected };
        return within('each', part.inside, '', loop(items, { sequential: part.sequential, until }));
      }
      case 'race':
        return race(part);
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
  /** A sub-process around a part. */
  function within(name: string, part: Block, before = '', behind = '', more: (id: string) => string = () => ''): Part {
    const id = fresh(name);
    rests.push([]);
    const { body, first, last } = draw(part);
    const [begin, over] = [`${id}_begin`, `${id}_over`];
    const inside = start(begin) + body + end(over) + flows(`${begin} -> ${first}`, `${last} -> ${over}`) + more(id);
    return { body: subProcess(id, before + behind + inside + rests.pop()!.join('')), first: id, last: id };
  }
  function scope(part: Extract<Block, { kind: 'scope' }>): Part {
    const heard = part.listened ? ext(listeners(['start', 'w'], ['end', 'w'])) : '';
    const own = within('scope', part.inside, heard, '', (id) => watch(id, part.watch));
    return { ...own, body: own.body + attached(own.first, part.boundary) };
  }
  /** A part beside a person, or beside nothing, that ends both. */
  function race({ inside: part, atOnce }: Extract<Block, { kind: 'race' }>): Part {
    const [fork, ask, out] = [fresh('fork'), fresh('ask'), fresh('out')];
    const id = fresh('race');
    rests.push([]);
    const { body, first, last } = draw(part);
    const [begin, over] = [`${id}_begin`, `${id}_over`];
    const lines = flows(
      `${begin} -> ${fork}`,
      `${fork} -> ${first}`,
      `${fork} -> ${ask}`,
      `${last} -> ${over}`,
      `${ask} -> ${out}`,
    );
    const inside =
      start(begin) +
      parallel(fork) +
      body +
      (atOnce ? task : userTask)(ask) +
      end(out, terminating) +
      end(over) +
      lines;
    return { body: subProcess(id, inside + rests.pop()!.join('')), first: id, last: id };
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
