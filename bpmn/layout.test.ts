/** The drawing can be read: nothing lies on anything else, no line crosses another, the main line runs straight. */
import { describe, expect, it } from 'vitest';
import type { Box } from './diagram.ts';
import { all, diagram, element } from './questions.ts';

const { shapes, edges } = diagram.drawing;
type Point = { x: number; y: number };
type Segment = readonly [Point, Point];

const containers = new Set(all.filter((e) => e.type === 'SubProcess').map((e) => e.id));
const nodes = [...shapes.keys()].filter((id) => !containers.has(id));
const attached = new Set(all.filter((e) => e.type === 'BoundaryEvent').map((e) => e.id));
const grown = (b: Box, by: number): Box => ({
  x: b.x - by,
  y: b.y - by,
  width: b.width + 2 * by,
  height: b.height + 2 * by,
});
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (a: Box, b: Box): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const segments = (points: readonly Point[]): Segment[] => points.slice(1).map((p, i) => [points[i]!, p]);
/** All lines are upright or level, so a line is a thin box. */
const lineBox = ([a, b]: Segment): Box => ({
  x: Math.min(a.x, b.x) - 0.5,
  y: Math.min(a.y, b.y) - 0.5,
  width: Math.abs(a.x - b.x) + 1,
  height: Math.abs(a.y - b.y) + 1,
});
const lines = [...edges].flatMap(([id, { points }]) => segments(points).map((segment) => ({ id, segment })));
const labels = [...shapes, ...edges].flatMap(([id, { label }]) => (label ? [{ id, label }] : []));
const endsOf = (id: string): string[] => [element(id).moddle.sourceRef.id, element(id).moddle.targetRef.id];

/** Pairs of a list, each once. */
function* pairs<T>(list: readonly T[]): Generator<[T, T]> {
  for (let i = 0; i < list.length; i++) for (let j = i + 1; j < list.length; j++) yield [list[i]!, list[j]!];
}

describe('the drawing', () => {
  it('draws every element and flow once', () => {
    const drawn = [...shapes.keys(), ...edges.keys()].sort();
    expect(drawn).toEqual(all.map((e) => e.id).sort());
  });

  it('lays no shape on another', () => {
    const found = [...pairs(nodes)].filter(([a, b]) => overlap(grown(shapes.get(a)!.box, 4), shapes.get(b)!.box));
    expect(found).toEqual([]);
  });

  it('keeps everything of a sub-process inside it, and nothing else', () => {
    for (const container of containers)
      for (const id of [...nodes, ...containers]) {
        if (id === container || attached.has(id)) continue;
        let scope = element(id).scope;
        while (scope !== container && diagram.elements.has(scope)) scope = element(scope).scope;
        const [small, large] = [shapes.get(id)!.box, shapes.get(container)!.box];
        if (scope === container) expect(inside(small, large), `${id} in ${container}`).toBe(true);
        else if (element(container).scope !== id)
          expect(overlap(small, large) && !inside(large, small), id).toBe(false);
      }
  });

  it('draws flows level or upright, from border to border', () => {
    for (const { id, segment } of lines)
      expect(segment[0].x === segment[1].x || segment[0].y === segment[1].y, id).toBe(true);
    for (const [id, { points }] of edges) {
      const [from, to] = endsOf(id).map((end) => shapes.get(end)!.box);
      for (const [point, box] of [
        [points[0]!, from!],
        [points.at(-1)!, to!],
      ] as const) {
        const touches =
          (point.x === box.x || point.x === box.x + box.width) !==
          (point.y === box.y || point.y === box.y + box.height);
        expect(touches, id).toBe(true);
      }
    }
  });

  it('leads no line through a shape that is not its own', () => {
    const found = lines.flatMap(({ id, segment }) =>
      nodes
        .filter((node) => !endsOf(id).includes(node) && overlap(lineBox(segment), grown(shapes.get(node)!.box, 4)))
        .map((node) => `${id} through ${node}`),
    );
    expect(found).toEqual([]);
  });

  it('crosses no two lines', () => {
    const found = [...pairs(lines)].filter(
      ([a, b]) => a.id !== b.id && overlap(lineBox(a.segment), lineBox(b.segment)),
    );
    expect(found.map(([a, b]) => `${a.id} × ${b.id}`)).toEqual([]);
  });

  it('writes no label over a shape, a line or another label', () => {
    for (const { id, label } of labels) {
      expect(
        nodes.filter((node) => overlap(label, shapes.get(node)!.box)),
        `${id} on a shape`,
      ).toEqual([]);
      expect(
        lines.filter((line) => overlap(label, lineBox(line.segment))).map((line) => line.id),
        `${id} on a line`,
      ).toEqual([]);
    }
    expect(
      [...pairs(labels)].filter(([a, b]) => overlap(a.label, b.label)).map(([a, b]) => `${a.id} on ${b.id}`),
    ).toEqual([]);
  });

  it('gives every label room for its words', () => {
    for (const { id, label } of labels) {
      const longest = Math.max(
        ...element(id)
          .name.split(' ')
          .map((word) => word.length),
      );
      expect(label.width, id).toBeGreaterThanOrEqual(longest * 6);
      expect((label.width * label.height) / 14, id).toBeGreaterThanOrEqual(element(id).name.length * 5);
    }
  });

  it('runs the main line straight from the report to the feedback', () => {
    const main =
      'received stages-in stages-start entry-gw intake-in intake intake-gw proposal routing-in routing routing-gw scope scope-gw handling-open-in handling-open opinions-gw opinion opinions-done instruction-in instruction handling-in handling handling-gw approval approval-gw compose publication publication-gw publish answered-in answered-end stages-gw feedback-in feedback-wait feedback-received comment-gw'.split(
        ' ',
      );
    const middle = main.map((id) => shapes.get(id)!.box).map((b) => ({ x: b.x + b.width / 2, y: b.y + b.height / 2 }));
    expect(new Set(middle.map((p) => p.y)).size).toBe(1);
    expect(middle.map((p) => p.x)).toEqual(middle.map((p) => p.x).toSorted((a, b) => a - b));
  });
});

describe('who acts', () => {
  /** Candidate group → the legend entry in whose colour its tasks are drawn. */
  const legendOf = (groups: string): string => {
    if (groups.startsWith('ioc-')) return 'legend-ioc';
    if (groups === 'province') return 'legend-province';
    return groups.includes(':leader') ? 'legend-leader' : 'legend-officer';
  };
  const tasks = all.filter((e) => e.type === 'UserTask');

  it.each(tasks.map((task) => task.id))(
    'is seen on %s by colour, as the legend has it, and by a note beside it',
    (id) => {
      const groups = element(id).moddle.extensionElements.values.find(
        (v: { $type: string }) => v.$type === 'zeebe:AssignmentDefinition',
      ).candidateGroups;
      expect(shapes.get(id)!.stroke).toBe(shapes.get(legendOf(groups))!.stroke);
      const [task, note] = [shapes.get(id)!.box, shapes.get(`${id}-who`)!.box];
      expect(note.x).toBe(task.x);
      expect(overlap(grown(task, 20), note)).toBe(true);
    },
  );

  it('has a legend with a colour for each actor, all different', () => {
    const entries = [...shapes.keys()].filter((id) => id.startsWith('legend-') && id !== 'legend-title');
    expect(entries).toHaveLength(6);
    expect(new Set(entries.map((id) => shapes.get(id)!.stroke)).size).toBe(6);
  });
});
