import { describe, expect, test } from 'vitest';
import type { MapReport } from '../../domain/api/watch.ts';
import { byDistrict, countsWithin, isMeant, moved } from './places.ts';

const now = Date.parse('2026-01-05T09:00:00+07:00');
const report = (key: string, rest: Partial<MapReport> = {}): MapReport => ({
  key,
  code: `QN-${key}`,
  definitionKey: '1',
  elements: ['handling'],
  district: 'tamky',
  dueAt: null,
  incidents: 0,
  ...rest,
});
const all = [
  report('1', { dueAt: '2026-01-05T08:00:00+07:00' }),
  report('2', { elements: ['intake'], incidents: 1 }),
  report('3', { district: 'hoian', definitionKey: '2' }),
];
const any = { version: '', element: '', district: '' };

describe('reports on the map', () => {
  test('are those of the step, the district and the version that were picked', () => {
    const meant = (chosen: Partial<typeof any>) =>
      all.filter((one) => isMeant(one, { ...any, ...chosen })).map(({ key }) => key);
    expect(meant({})).toEqual(['1', '2', '3']);
    expect(meant({ element: 'handling' })).toEqual(['1', '3']);
    expect(meant({ element: 'handling', district: 'tamky' })).toEqual(['1']);
    expect(meant({ version: '2' })).toEqual(['3']);
  });

  test('are counted on the diagram by district, late ones by the clock', () => {
    expect(countsWithin(all, { ...any, district: 'tamky' }, now)).toEqual({
      handling: { tokens: 1, incidents: 0, overdue: 1 },
      intake: { tokens: 1, incidents: 1, overdue: 0 },
    });
    expect(byDistrict(all, any)).toEqual([
      ['tamky', 2],
      ['hoian', 1],
    ]);
  });

  test('move, end and are read anew as events tell', () => {
    const event = { key: '1', reportCode: null, definitionKey: '1', state: 'active', elements: ['approval'], at: '' };
    expect(moved(all, event)?.[0]?.elements).toEqual(['approval']);
    expect(moved(all, { ...event, state: 'completed' })?.map(({ key }) => key)).toEqual(['2', '3']);
    expect(moved(all, { ...event, key: '9' })).toBeNull();
    expect(moved(all, { ...event, key: '9', state: 'completed' })).toBe(all);
  });
});
