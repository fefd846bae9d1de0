/** Each rule with what breaks it and what does not: small changes of the shipped files, the law and the directory. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { describe, expect, test } from 'vitest';
import { compileCalendar, shippedCalendar } from '../../calendar.ts';
import { fields } from '../../fields.ts';
import { shippedWordings, type Wording } from '../clauses.ts';
import { lawReadingOf } from '../reading.ts';
import { tableRowsOf } from '../table-rows.ts';
import { contradictionsIn } from './all.ts';
import type { Known, Rule } from './contradiction.ts';

const folder = join(import.meta.dirname, '../../../bpmn');
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const shipped = text('field-report.bpmn');
const routing = text('routing.dmn');
const wordings = shippedWordings(JSON.parse(text('regulation.json')));
const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

interface Given {
  xml?: string;
  dmn?: string;
  known?: Partial<Known>;
}
async function found(rule: Rule, { xml = shipped, dmn = routing, known = {} }: Given = {}) {
  const reading = lawReadingOf((await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement)!;
  const rows = tableRowsOf((await new DmnModdle().fromXML(dmn)).rootElement, 'routing.dmn');
  const all = contradictionsIn({
    file: 'field-report.bpmn',
    reading,
    rows,
    annex: fields.map(({ row, about, agency }) => ({ row, about: about.vi, agency })),
    wordings,
    repealed: [],
    calendar: compileCalendar(shippedCalendar, 1),
    calendarUntil: '2027-12-31',
    agencyLimits: [],
    holders: [{ group: 'ioc-intake', people: 2, standIns: 0 }],
    now: Date.parse('2026-03-02T08:00:00+07:00'),
    ...known,
  });
  return all.filter((one) => one.rule === rule);
}
const reworded = (clause: string, words: string): Wording[] =>
  wordings.map((one) => (one.clause === clause ? { ...one, text: words } : one));

describe('two steps that share one start', () => {
  test('articles 6 and 7 do, and it is decided', async () => {
    expect(await found('same-start')).toMatchObject([
      { articles: ['6.2', '7.2'], decided: '0002-two-hours-twice', data: { start: 'có phản ánh' } },
    ]);
  });
  test('not when the second begins with the first one done', async () => {
    const law = reworded('7.2', 'Trong vòng 02 giờ làm việc ngay sau khi tiếp nhận.');
    expect(await found('same-start', { known: { wordings: law } })).toEqual([]);
  });
});

describe('limits within a clock', () => {
  test('the shipped ones fit', async () => {
    expect(await found('sum-over-clock')).toEqual([]);
  });
  test('a clock of one day has no room for an approval of a day and an extension of four hours', async () => {
    const xml = shipped.replace('key="budget" value="6d"', 'key="budget" value="1d"');
    const [one] = await found('sum-over-clock', { xml });
    expect(one).toMatchObject({ data: { budget: '1d', sum: 14 }, decided: null });
    expect(one!.places.map(({ id }) => id)).toEqual(['handling-open', 'extension', 'approval']);
  });
  test('nor has an agency with such a limit of its own', async () => {
    const agencyLimits = [{ agency: 'sgtvt', limit: '1d' }];
    expect(await found('sum-over-clock', { known: { agencyLimits } })).toMatchObject([{ data: { agency: 'sgtvt' } }]);
  });
  test('an opinion without the limit of the clock counts', async () => {
    const xml = shipped
      .replace('<zeebe:input source="=handlingDueAt" target="clockLimit" />', '')
      .replace('source="2d" target="budget"', 'source="5d" target="budget"');
    expect(await found('sum-over-clock', { xml })).toMatchObject([{ data: { budget: '6d', sum: 64 } }]);
  });
});

describe('loops without a limit', () => {
  const pairs = async (xml = shipped) =>
    (await found('endless-loop', { xml })).map(({ data, decided }) => [
      data.from,
      data.to,
      decided?.slice(0, 4) ?? null,
    ]);
  const scope = ['Kiểm tra phạm vi', 'Chuyển cơ quan xử lý', null];
  test('returns to routing are counted and the province is asked once; what else comes back is said', async () => {
    const loops = await pairs();
    expect(loops).not.toContainEqual(scope);
    expect(loops).toContainEqual(['Duyệt gia hạn', 'Xử lý, nhập kết quả', '0001']);
    expect(loops).toContainEqual(['Phê duyệt kết quả', 'Xử lý, nhập kết quả', '0001']);
    expect(loops).toContainEqual(['Kiểm tra, tiếp nhận', 'Kiểm tra, tiếp nhận', null]);
    // Waiting for a date that moves is no work that comes back.
    expect(loops.length).toBe(4);
  });
  test('a return that nobody counts is one', async () => {
    const xml = shipped.replace(
      '=scopeOutcome = "out-of-scope" and scopeReturns &lt; 2',
      '=scopeOutcome = "out-of-scope"',
    );
    expect(await pairs(xml)).toContainEqual(scope);
  });
  test('so is a direction that marks nothing', async () => {
    const xml = shipped.replace(' and not(directed = true)', '');
    expect((await pairs(xml)).length).toBeGreaterThan(4);
  });
});

describe('overlapping competences', () => {
  test('rows of the annex that name the same thing', async () => {
    const overlaps = await found('overlap-text');
    expect(overlaps.map(({ data }) => [data.first, data.second])).toContainEqual([8, 9]);
    expect(overlaps.map(({ data }) => [data.first, data.second])).toContainEqual([1, 7]);
    expect(overlaps.find(({ data }) => data.first === 8)!.articles).toEqual(['7.1', 'PL1.8', 'PL1.9']);
  });
  test('not rows that name different things, nor two of one agency', async () => {
    const annex = [
      { row: 8, about: 'Sự cố ô nhiễm nguồn nước', agency: 'stnmt' },
      { row: 9, about: 'Rác thải', agency: null },
      { row: 10, about: 'ô nhiễm nước', agency: 'stnmt' },
    ];
    expect(await found('overlap-text', { known: { annex } })).toEqual([]);
  });
  test('the shipped table sends no report to two agencies', async () => {
    expect(await found('overlap-table')).toEqual([]);
  });
  test('a row with the same field does, and one that tells districts apart does not', async () => {
    const both = routing.replace('<text>"water"</text>', '<text>"water", "environment"</text>');
    expect((await found('overlap-table', { dmn: both })).map(({ places }) => places.map(({ id }) => id))).toEqual([
      ['row-8', 'row-9'],
    ]);
    const apart = both.replace(/(row-8-district">\s*<text>)-/, '$1"elsewhere"');
    expect(await found('overlap-table', { dmn: apart })).toEqual([]);
  });
});

describe('work that waits for one person', () => {
  test('a single holder without a stand-in', async () => {
    const holders = [
      { group: 'agency:sgtvt:leader', people: 1, standIns: 0 },
      { group: 'agency:syt:leader', people: 1, standIns: 1 },
      { group: 'agency:sct:leader', people: 0, standIns: 0 },
    ];
    const [one] = await found('one-holder', { known: { holders } });
    expect(one!.places.map(({ name }) => name)).toEqual(['agency:sct:leader', 'agency:sgtvt:leader']);
    expect(one!.data).toEqual({ alone: 1, empty: 1, groups: 3 });
  });
  test('two holders are none', async () => {
    expect(await found('one-holder')).toEqual([]);
  });
});

describe('limits outside of the calendar', () => {
  test('the shipped ones lie within it', async () => {
    expect(await found('outside-calendar')).toEqual([]);
  });
  test('hours that are more than a day has', async () => {
    const xml = shipped.replace('source="4h" target="budget"', 'source="12h" target="budget"');
    expect(await found('outside-calendar', { xml })).toMatchObject([{ data: { why: 'day', budget: '12h', day: 10 } }]);
  });
  test('a limit that ends after the last holidays that were entered', async () => {
    const now = Date.parse('2027-12-30T08:00:00+07:00');
    const ids = (await found('outside-calendar', { known: { now } })).map(({ places }) => places[0]!.id);
    expect(ids).toContain('handling-open');
    expect(ids).not.toContain('intake');
  });
});

describe('a repealed clause', () => {
  const gone = wordings.filter(({ clause }) => clause === '9.2').map((one) => ({ ...one, validTo: '2026-01-01' }));
  test('that an element still carries', async () => {
    expect(await found('repealed', { known: { repealed: gone } })).toMatchObject([
      { articles: ['9.2'], places: [{ id: 'approval' }] },
    ]);
  });
  test('that nothing carries', async () => {
    const xml = shipped.replace('name="article" value="9.2"', 'name="article" value="9.1"');
    expect(await found('repealed', { xml, known: { repealed: gone } })).toEqual([]);
  });
});
