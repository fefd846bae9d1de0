import { describe, expect, it } from 'vitest';
import { agencies, agencyById, departments } from './agencies.ts';
import { districtById, districts, proposeDistrict } from './districts.ts';
import { fieldIds, fields } from './fields.ts';
import { foldText } from './search-text.ts';

describe('Annex 1', () => {
  it('has nine fields; eight name a department, the environment is the district’s', () => {
    expect(fields.map(({ id, agency }) => [id, agency])).toEqual([
      ['telecom', 'sttt'],
      ['agriculture', 'snnptnt'],
      ['science', 'skhcn'],
      ['health', 'syt'],
      ['tourism', 'svhttdl'],
      ['transport', 'sgtvt'],
      ['electricity', 'sct'],
      ['water', 'stnmt'],
      ['environment', null],
    ]);
    expect(fields.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(fieldIds).toHaveLength(9);
  });

  it('has eight departments and the 18 districts, as the contract names them', () => {
    expect(departments.map(({ id }) => id).join(' ')).toBe('sttt snnptnt skhcn syt svhttdl sgtvt sct stnmt');
    expect(districts.map(({ id }) => id).join(' ')).toBe(
      'tamky hoian dienban thangbinh queson nongson duyxuyen dailoc nuithanh phuninh tienphuoc hiepduc phuocson ' +
        'bactramy namtramy donggiang taygiang namgiang',
    );
    expect(agencies).toHaveLength(26);
    expect(agencyById('hoian')?.vi).toBe('UBND thành phố Hội An');
    expect(agencyById('hanoi')).toBeUndefined();
  });
});

describe('the district of a point', () => {
  it.each([
    [15.8771, 108.3261, 'hoian'],
    [15.5692, 108.4801, 'tamky'],
    [15.7501, 107.6321, 'namgiang'],
    [15.427, 108.55, 'nuithanh'],
  ])('%s, %s is proposed as %s', (lat, lng, id) => {
    expect(proposeDistrict({ lat, lng })?.id).toBe(id);
  });

  it('is not proposed far away', () => {
    expect(proposeDistrict({ lat: 21.03, lng: 105.85 })).toBeUndefined();
  });

  it('has a centre within the province', () => {
    for (const { lat, lng, id } of districts) {
      expect(lat, id).toBeGreaterThan(14.9);
      expect(lat, id).toBeLessThan(16.2);
      expect(lng, id).toBeGreaterThan(107.2);
      expect(lng, id).toBeLessThan(108.8);
      expect(districtById(id)?.id).toBe(id);
    }
  });
});

describe('folded text', () => {
  it.each(['đường hỏng ở Hội An', 'ĐƯỜNG HỎNG Ở HỘI AN', 'đường hỏng\n ở Hội An'.normalize('NFD')])(
    'of %j is found without diacritics',
    (text) => {
      expect(foldText(text)).toBe('duong hong o hoi an');
    },
  );
});
