/**
 * The routing table (Annex 1 as a DMN decision) against the directory: which fields it answers, and the same table with
 * what is missing. What analysts wrote by hand stays: a cell that is no list of words counts as one that may answer, and
 * rows are added or widened, never taken away, so a field or an area that ends asks for no release.
 */
import { DmnModdle } from 'dmn-moddle';
import type { Directory } from '../../domain/directory/at.ts';
import { texts } from '../../domain/text/texts.ts';
import type { House } from '../house.ts';

export const decisionId = 'routing';

// biome-ignore lint/suspicious/noExplicitAny: dmn-moddle has no types
type Element = any;

/** What of a table concerns us: per row the words of its cells; null for any (`-`), undefined for what is no list of words. */
interface Row {
  element: Element;
  fields: string[] | null | undefined;
  districts: string[] | null | undefined;
  agency: string;
}
interface Table {
  moddle: Element;
  root: Element;
  table: Element;
  rows: Row[];
}

function words(text: string | undefined): string[] | null | undefined {
  const cell = (text ?? '').trim();
  if (cell === '' || cell === '-') return null;
  return /^"[^"]*"(\s*,\s*"[^"]*")*$/.test(cell)
    ? [...cell.matchAll(/"([^"]*)"/g)].map(([, word]) => word!)
    : undefined;
}

/** Null where there is no such decision with a table over `field` and `district`. */
async function read(xml: string): Promise<Table | null> {
  const moddle = new DmnModdle();
  const { rootElement: root } = await moddle.fromXML(xml);
  const decision = (root.drgElement ?? []).find((one: Element) => one.id === decisionId);
  const table = decision?.decisionLogic;
  const columns: string[] = (table?.input ?? []).map((one: Element) => one.inputExpression?.text?.trim());
  const [atField, atDistrict] = [columns.indexOf('field'), columns.indexOf('district')];
  if (!table?.rule || atField < 0 || atDistrict < 0 || columns.length !== 2 || table.output?.length !== 1) return null;
  const rows = table.rule.map(
    (element: Element): Row => ({
      element,
      fields: words(element.inputEntry[atField].text),
      districts: words(element.inputEntry[atDistrict].text),
      agency: String(element.outputEntry[0].text ?? '').trim(),
    }),
  );
  return { moddle, root, table, rows };
}

const about = (rows: readonly Row[], field: string): Row[] =>
  rows.filter(({ fields }) => fields === null || fields === undefined || fields.includes(field));

/** By table key: what is deployed never changes. */
const known = new Map<string, Promise<(field: string) => boolean>>();

/**
 * Whether the table that is deployed answers a field: only then is it offered at intake. The diagram calls the newest
 * table (binding `latest`), so this is so for reports that run already too. Without a table that we can read, everything
 * is offered, and the duty officer routes by hand.
 */
export async function answeredFields({ store }: Pick<House, 'store'>): Promise<(field: string) => boolean> {
  const table = await store.definitions.tableAt(decisionId, Number.MAX_SAFE_INTEGER);
  if (!table || table.deleted) return () => true;
  const found =
    known.get(table._id) ??
    read(table.source)
      .catch(() => null)
      .then((one) => (field: string) => one === null || about(one.rows, field).length > 0);
  if (known.size > 100) known.clear();
  known.set(table._id, found);
  return found;
}

/** What a table lacks of a directory, by id. */
export interface Missing {
  fields: string[];
  areas: string[];
}

export interface Aligned {
  xml: string;
  missing: Missing;
}

/**
 * The table with a row for each field that has none and each area that the row of its fields leaves out. `directory`: of
 * the day on which it is to be right. Null where the table is one that we cannot read.
 */
export async function alignTable(xml: string, directory: Directory): Promise<Aligned | null> {
  const read_ = await read(xml).catch(() => null);
  if (!read_) return null;
  const { moddle, root, table, rows } = read_;
  const missing: Missing = { fields: [], areas: [] };
  const taken = new Set<string>(table.rule.map(({ id }: Element) => id));
  const add = (id: string, description: string, cells: [field: string, district: string, agency: string]): void => {
    let free = id;
    for (let n = 2; taken.has(free); n += 1) free = `${id}-${n}`;
    taken.add(free);
    const [field, district, agency] = cells;
    const entry = (type: string, column: string, text: string) =>
      moddle.create(type, { id: `${free}-${column}`, text });
    const columns: string[] = table.input.map((one: Element) => one.inputExpression.text.trim());
    const inputs: Record<string, Element> = {
      field: entry('dmn:UnaryTests', 'field', field),
      district: entry('dmn:UnaryTests', 'district', district),
    };
    const rule = moddle.create('dmn:DecisionRule', {
      id: free,
      description,
      inputEntry: columns.map((column) => inputs[column]),
      outputEntry: [entry('dmn:LiteralExpression', 'agency', agency)],
    });
    rule.$parent = table;
    table.rule.push(rule);
  };
  // The table is Vietnamese, as the annex is.
  const say = texts('vi').routing;
  for (const field of directory.fields) {
    const own = about(rows, field.id);
    const cell = `"${field.id}"`;
    if (field.agency !== null) {
      if (own.length > 0) continue;
      missing.fields.push(field.id);
      const { vi } = directory.agency(field.agency)!.name;
      add(`row-${field.row}`, say.row(field.row, vi), [cell, '-', `"${field.agency}"`]);
      continue;
    }
    if (own.some(({ districts }) => districts === null || districts === undefined)) continue;
    const named = new Set(own.flatMap(({ districts }) => districts!));
    const without = directory.areas.filter(({ id }) => !named.has(id));
    if (own.length === 0) missing.fields.push(field.id);
    for (const { id } of without) if (own.length > 0 && !missing.areas.includes(id)) missing.areas.push(id);
    const same = without.filter(({ id, agency }) => id === agency).map(({ id }) => id);
    const wide = own.find(({ fields, agency }) => agency === 'district' && fields?.length === 1);
    if (same.length > 0 && wide) {
      const cellOf = wide.element.inputEntry.find(({ text }: Element) => words(text)?.includes(wide.districts![0]!));
      cellOf.text = [...wide.districts!, ...same].map((id) => `"${id}"`).join(', ');
    } else if (same.length > 0) {
      const text = same.map((id) => `"${id}"`).join(', ');
      add(`row-${field.row}`, say.rowOfPlace(field.row), [cell, text, 'district']);
    }
    const others = Map.groupBy(
      without.filter(({ id, agency }) => id !== agency),
      ({ agency }) => agency,
    );
    for (const [agency, areas] of others) {
      const text = areas.map(({ id }) => `"${id}"`).join(', ');
      add(`row-${field.row}-${agency}`, say.row(field.row, directory.agencyName(agency, 'vi')), [
        cell,
        text,
        `"${agency}"`,
      ]);
    }
  }
  if (missing.fields.length + missing.areas.length === 0) return { xml, missing };
  const { xml: changed } = await moddle.toXML(root, { format: true });
  return { xml: changed, missing };
}
