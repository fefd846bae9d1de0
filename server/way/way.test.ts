/** What the shipped diagram says of the ordinary way, and the dates that its limits lead to. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { formatTime } from '../../domain/iso-time.ts';
import { stepsAhead } from './ahead.ts';
import { type Graph, readGraph } from './read-graph.ts';

const calendar = compileCalendar(shippedCalendar);
const at = (text: string): number => Date.parse(`${text}+07:00`);
const received = at('2026-03-02T08:00:00');

let xml: string;
let graph: Graph;
beforeAll(async () => {
  xml = await readFile(new URL('../../bpmn/field-report.bpmn', import.meta.url), 'utf8');
  graph = (await readGraph(xml, 'field-report'))!;
});

const ahead = (elementId: string | null, rest: { from?: number; sharedDueAt?: number | null } = {}) =>
  stepsAhead(graph, { elementId, from: received, receivedAt: received, sharedDueAt: null, ...rest }, calendar);

describe('the ordinary way of the shipped diagram', () => {
  it('goes through every stage that a report without exceptions goes through, and ends at the rating', () => {
    expect(ahead(null).map(({ node }) => node.id)).toEqual([
      'received',
      'intake',
      'routing',
      'scope',
      'instruction',
      'handling',
      'approval',
      'publication',
      'answered-end',
      'feedback-wait',
    ]);
  });

  it('adds up the limits of the regulation: two hours from reception, a day, six days, a day, four hours', () => {
    const dates = Object.fromEntries(
      ahead(null).map(({ node, dueAt }) => [node.id, dueAt === null ? null : formatTime(dueAt).slice(0, 16)]),
    );
    expect(dates).toMatchObject({
      received: null,
      intake: '2026-03-02T10:00',
      routing: '2026-03-02T12:00',
      scope: '2026-03-03T12:00',
      instruction: '2026-03-11T12:00',
      handling: '2026-03-11T12:00',
      approval: '2026-03-12T12:00',
      publication: '2026-03-12T16:00',
      'feedback-wait': null,
    });
  });

  it('keeps the clock that already runs, once handling has begun', () => {
    const due = at('2026-03-20T09:00:00');
    const [handling, approval] = ahead('instruction', { from: due, sharedDueAt: due });
    expect([handling?.dueAt, approval?.dueAt]).toEqual([due, at('2026-03-23T09:00:00')]);
  });

  it('comes back to the ordinary way from beside it', () => {
    expect(ahead('supplement-wait')[0]?.node.id).toBe('intake');
    expect(ahead('extension')[0]?.node.id).toBe('handling');
    expect(ahead('direction')[0]?.node.id).toBe('instruction');
    expect(ahead('review')[0]?.node.id).not.toBe('review');
  });

  it('says of every step in both languages what it is', () => {
    for (const { label } of graph.nodes.values()) if (label) expect(label.vi).not.toBe(label.en);
  });
});

describe('an edited diagram', () => {
  it('speaks with its own words, and shows a step that was added', async () => {
    const edited = xml
      .replaceAll('value="Cơ quan xử lý kiểm tra phạm vi"', 'value="Sở xem có đúng việc của mình"')
      .replace(
        '<bpmn:exclusiveGateway id="scope-gw"',
        '<bpmn:manualTask id="visit"><bpmn:extensionElements><zeebe:properties><zeebe:property name="citizenLabel" value="Khảo sát tại chỗ" /></zeebe:properties></bpmn:extensionElements><bpmn:incoming>scope--scope-gw</bpmn:incoming><bpmn:outgoing>visit--scope-gw</bpmn:outgoing></bpmn:manualTask><bpmn:sequenceFlow id="visit--scope-gw" sourceRef="visit" targetRef="scope-gw" /><bpmn:exclusiveGateway id="scope-gw"',
      )
      .replace('sourceRef="scope" targetRef="scope-gw"', 'sourceRef="scope" targetRef="visit"');
    const other = (await readGraph(edited, 'field-report'))!;
    const steps = stepsAhead(
      other,
      { elementId: 'routing', from: received, receivedAt: received, sharedDueAt: null },
      calendar,
    );
    expect(steps.slice(0, 2).map(({ node }) => node.label?.vi)).toEqual([
      'Sở xem có đúng việc của mình',
      'Khảo sát tại chỗ',
    ]);
  });

  it('without a process of this name has no way', async () => {
    expect(await readGraph(xml, 'another')).toBeNull();
  });
});
