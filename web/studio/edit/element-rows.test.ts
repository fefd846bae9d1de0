/** The steps of the shipped diagram as rows, and the templates in English. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { moddle } from '../../../bpmn/diagram.ts';
import { type Row, rowsOf } from './element-rows.ts';

const folder = join(import.meta.dirname, '../../../bpmn');
let rows: Row[];
beforeAll(async () => {
  const xml = readFileSync(join(folder, 'field-report.bpmn'), 'utf8');
  rows = rowsOf((await moddle().fromXML(xml)).rootElement);
});
const row = (id: string): Row => rows.find((one) => one.id === id)!;

describe('the steps of a diagram', () => {
  test('come in the order of the procedure, without lines and notes', () => {
    expect(rows[0]!.id).toBe('received');
    expect(rows.map(({ id }) => id).indexOf('intake')).toBeLessThan(rows.map(({ id }) => id).indexOf('routing'));
    expect(rows.filter(({ kind }) => /Flow|Association|Annotation|Process$/.test(kind)).map(({ id }) => id)).toEqual(
      rows.filter(({ kind }) => kind === 'SubProcess').map(({ id }) => id),
    );
  });

  test('say their article, budget, clock and who', () => {
    expect(row('scope').values).toMatchObject({
      name: 'Kiểm tra phạm vi',
      budget: '1d',
      clockStart: '=now()',
      candidateGroups: '=["agency:" + leadAgency + ":officer"]',
    });
    expect(row('request-supplement').values.budget).toBe('5d');
  });

  test('without a name are called by their ids', () => {
    expect(row('stages-in')).toMatchObject({ name: 'stages-in', values: { name: '' } });
  });

  test('offer the fields of a deadline where there is one', () => {
    expect(row('scope').fields).toContain('budget');
    expect(row('request-supplement').fields).toEqual(expect.arrayContaining(['budget', 'clockStart']));
    expect(row('request-supplement').fields).not.toContain('candidateGroups');
    expect(row('intake-gw').fields).not.toContain('budget');
  });
});
