import { expect, test } from 'vitest';
import { queryOfFilter, readFilter, writeFilter } from './published-filter.ts';

test('an address is read as a filter and written as the same address', () => {
  const address =
    '?q=rác thải&field=water&district=hoian&agency=stnmt&resolution=fixed&from=2026-03-01&to=2026-03-31&near=15.88,108.33,2000';
  const filter = readFilter(new URLSearchParams(address));
  expect(filter).toMatchObject({ q: 'rác thải', field: 'water', resolution: 'fixed', near: '15.88,108.33,2000' });
  expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
});

test.each([
  'q=',
  'q=%20',
  'field=L%C3%A0ng!',
  'district=Pa ris',
  'agency=X!',
  'resolution=done',
  'from=monday',
  'from=2026-13-40',
  'near=99,1,5',
  'near=1,2',
  'other=1',
])('what nobody can be looking for is left out: %s', (address) =>
  expect(readFilter(new URLSearchParams(address))).toEqual({}),
);

test('days become the whole of them in Vietnam', () => {
  expect(queryOfFilter({ q: 'a', from: '2026-03-01', to: '2026-03-01' })).toEqual({
    q: 'a',
    from: '2026-03-01T00:00:00+07:00',
    to: '2026-03-01T23:59:59.999+07:00',
  });
});

test('nothing asked for is no query, and further values stand behind', () => {
  expect(writeFilter({})).toBe('');
  expect(writeFilter({ q: 'a' }, { view: 'map', after: '' })).toBe('?q=a&view=map');
});
