/** The routing table against a directory: what is missing is added in its place, and nothing else is touched. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Directory, directoryAt } from '../../domain/directory/at.ts';
import type { AreaData, DirectoryData, FieldData } from '../../domain/directory/dated.ts';
import { shippedDirectory } from '../../domain/directory/shipped.ts';
import { evaluateDecision } from '../../engine/expressions/dmn.ts';
import { readDmn } from '../../engine/model/read-dmn.ts';
import { alignTable } from './routing-table.ts';

const shipped = await readFile(new URL('../../bpmn/routing.dmn', import.meta.url), 'utf8');
const day = '2026-03-02';
const area = (id: string, agency: string): AreaData => ({
  ...shippedDirectory.areas[0]!,
  id,
  agencies: [{ agency, from: '2020-11-01' }],
});
const field = (id: string, row: number, agency: string | null): FieldData => ({
  ...shippedDirectory.fields[0]!,
  id,
  row,
  agency,
});
const withMore = (more: { areas?: AreaData[]; fields?: FieldData[] }): Directory => {
  const data: DirectoryData = {
    ...shippedDirectory,
    areas: [...shippedDirectory.areas, ...(more.areas ?? [])],
    fields: [...shippedDirectory.fields, ...(more.fields ?? [])],
  };
  return directoryAt(data, day);
};
async function decided(xml: string, given: Record<string, string | null>): Promise<unknown> {
  const surroundings = { now: 0, zone: '+07:00', random: () => 0 };
  return evaluateDecision(await readDmn(xml), 'routing', (name) => given[name] ?? null, surroundings).output ?? [];
}

describe('the routing table and the directory', () => {
  it('fit as they are shipped: the file stays as it is, byte for byte', async () => {
    expect(await alignTable(shipped, withMore({}))).toEqual({ xml: shipped, missing: { fields: [], areas: [] } });
  });

  it('a new field gets a row for its agency, and every other line stays', async () => {
    const aligned = (await alignTable(shipped, withMore({ fields: [field('lighting', 10, 'sct')] })))!;
    expect(aligned.missing).toEqual({ fields: ['lighting'], areas: [] });
    expect(await decided(aligned.xml, { field: 'lighting', district: 'hoian' })).toEqual(['sct']);
    expect(await decided(aligned.xml, { field: 'telecom', district: null })).toEqual(['sttt']);
    const added = aligned.xml.split('\n').filter((line) => !shipped.includes(line));
    expect(added.join()).toContain('row-10');
    expect(shipped.split('\n').every((line) => aligned.xml.includes(line))).toBe(true);
    // A second look finds nothing to do.
    expect(
      (await alignTable(aligned.xml, withMore({ fields: [field('lighting', 10, 'sct')] })))?.missing.fields,
    ).toEqual([]);
  });

  it('a new area joins the row of the place, or gets one where another agency is responsible there', async () => {
    const areas = [area('xa-moi', 'xa-moi'), area('dao', 'hoian')];
    const aligned = (await alignTable(shipped, withMore({ areas })))!;
    expect(aligned.missing).toEqual({ fields: [], areas: ['xa-moi', 'dao'] });
    const of = (district: string) => decided(aligned.xml, { field: 'environment', district });
    expect([await of('xa-moi'), await of('dao'), await of('tamky')]).toEqual([['xa-moi'], ['hoian'], ['tamky']]);
  });

  it('a new field of the place has every area', async () => {
    const aligned = (await alignTable(shipped, withMore({ fields: [field('pets', 10, null)] })))!;
    const places = shippedDirectory.areas.map(({ id }) => id);
    for (const id of places) expect(await decided(aligned.xml, { field: 'pets', district: id })).toEqual([id]);
  });

  it('a cell that analysts wrote as an expression counts as one that answers', async () => {
    const own = shipped.replace('<text>"telecom"</text>', '<text>not("water")</text>');
    expect((await alignTable(own, withMore({ fields: [field('lighting', 10, 'sct')] })))?.missing.fields).toEqual([]);
  });

  it.each([
    ['no table', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"/>'],
    ['no XML', 'routing'],
    ['another table', shipped.replace('<text>district</text>', '<text>place</text>')],
  ])('%s is left to its analysts', async (_, xml) => {
    expect(await alignTable(xml, withMore({}))).toBeNull();
  });
});
