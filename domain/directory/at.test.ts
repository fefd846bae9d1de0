import { describe, expect, it } from 'vitest';
import { directoryAt } from './at.ts';
import type { AgencyData, DirectoryData } from './dated.ts';
import { shippedDirectory } from './shipped.ts';

const agency = (id: string, change: Partial<AgencyData> = {}): AgencyData => ({
  id,
  kind: 'district',
  names: [{ vi: `UBND ${id}`, en: `Committee of ${id}`, from: '2020-11-01' }],
  validFrom: '2020-11-01',
  validTo: null,
  successor: null,
  ...change,
});
const on = (day: string, ...agencies: AgencyData[]) => directoryAt({ ...shippedDirectory, agencies }, day);

describe('the directory on a day', () => {
  it('as it is shipped has the 26 agencies, 18 areas and 9 fields of 2020', () => {
    const { agencies, areas, fields } = directoryAt(shippedDirectory, '2026-03-02');
    expect([agencies.length, areas.length, fields.length]).toEqual([26, 18, 9]);
    expect(areas.every((one) => one.agency === one.id)).toBe(true);
  });

  it('names what was renamed as it was called then, and knows it before it began', () => {
    const renamed = agency('sct', {
      names: [
        { vi: 'Sở Công thương', en: 'x', from: '2020-11-01' },
        { vi: 'Sở Công nghiệp', en: 'y', from: '2025-03-01' },
      ],
    });
    expect(on('2025-02-28', renamed).agencyName('sct', 'vi')).toBe('Sở Công thương');
    expect(on('2025-03-01', renamed).agencyName('sct', 'vi')).toBe('Sở Công nghiệp');
    expect(on('2019-01-01', renamed).agencyName('sct', 'vi')).toBe('Sở Công thương');
    expect(on('2025-03-01', renamed).agencyName('nobody', 'vi')).toBe('nobody');
  });

  it('has what ends up to the day before, and by id ever after', () => {
    const ended = agency('nongson', { validTo: '2025-01-01', successor: { to: 'queson', except: [] } });
    expect(on('2024-12-31', ended).isAgency('nongson')).toBe(true);
    const after = on('2025-01-01', ended);
    expect(after.isAgency('nongson')).toBe(false);
    expect(after.agencies).toEqual([]);
    expect(after.agency('nongson')?.name.vi).toBe('UBND nongson');
  });
});

describe('the successor of an agency', () => {
  const data: AgencyData[] = [
    agency('nongson', { validTo: '2025-01-01', successor: { to: 'queson', except: [] } }),
    agency('queson', {
      validTo: '2025-07-01',
      successor: {
        to: 'commune',
        except: [
          { field: 'water', to: 'stnmt' },
          { area: 'nongson', to: 'nongson-commune' },
        ],
      },
    }),
    agency('commune', { validFrom: '2025-07-01' }),
    agency('nongson-commune', { validFrom: '2025-07-01' }),
    agency('stnmt'),
  ];

  it.each([
    ['2024-12-31', {}, 'nongson'],
    ['2025-01-01', {}, 'queson'],
    ['2025-07-01', {}, 'commune'],
    ['2025-07-01', { field: 'water' }, 'stnmt'],
    ['2025-07-01', { field: 'environment', area: 'nongson' }, 'nongson-commune'],
  ])('on %s of %j is %s', (day, matter, heir) => {
    expect(on(day, ...data).successorOf('nongson', matter)).toBe(heir);
  });

  it('is found even where a mistake makes a circle', () => {
    const circle = [
      agency('a', { validTo: '2025-01-01', successor: { to: 'b', except: [] } }),
      agency('b', { validTo: '2025-01-01', successor: { to: 'a', except: [] } }),
    ];
    expect(['a', 'b']).toContain(on('2025-01-01', ...circle).successorOf('a'));
  });

  it('handles what the area of an agency that ended needs, and the fields that it had', () => {
    const whole: DirectoryData = {
      ...shippedDirectory,
      agencies: [
        ...shippedDirectory.agencies.filter(({ id }) => id !== 'nongson' && id !== 'sct'),
        data[0]!,
        agency('sct', { validTo: '2025-03-01', successor: { to: 'sxd', except: [] } }),
      ],
    };
    const { area, field } = directoryAt(whole, '2025-03-01');
    expect([area('nongson')?.agency, field('electricity')?.agency, field('environment')?.agency]).toEqual([
      'queson',
      'sxd',
      null,
    ]);
  });
});
