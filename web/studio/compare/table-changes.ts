/** What differs between two versions of a file of decision tables: rule by rule, cell by cell. */
import { DmnModdle } from 'dmn-moddle';
import type { ModdleElement } from '../moddle.ts';

export interface CellChange {
  /** What the column is called. */
  column: string;
  before: string;
  after: string;
}

export interface RuleChange {
  decision: string;
  change: 'added' | 'removed' | 'changed';
  /** The row's number in the version in which it is; null for what concerns the whole table. */
  row: number | null;
  /** For a rule that came or went: all its cells; else the changed ones. */
  cells: CellChange[];
}

interface Table {
  name: string;
  hitPolicy: string;
  columns: Map<string, string>;
  rules: Map<string, { row: number; cells: Map<string, string> }>;
}

async function read(xml: string): Promise<Map<string, Table>> {
  const { rootElement } = await new DmnModdle().fromXML(xml);
  const decisions: ModdleElement[] = (rootElement.drgElement ?? []).filter(
    (one: ModdleElement) => one.decisionLogic?.$type === 'dmn:DecisionTable',
  );
  return new Map(decisions.map((decision) => [decision.id, tableOf(decision)]));
}

const noteColumn = 'note';

function tableOf(decision: ModdleElement): Table {
  const { input = [], output = [], rule = [], hitPolicy = 'UNIQUE' } = decision.decisionLogic;
  const columns: ModdleElement[] = [...input, ...output];
  const named = (column: ModdleElement): string =>
    column.label || column.name || column.inputExpression?.text || column.id;
  const rules = rule.map((one: ModdleElement, n: number) => {
    const entries: ModdleElement[] = [...(one.inputEntry ?? []), ...(one.outputEntry ?? [])];
    const cells = new Map(entries.map((entry, at) => [columns[at]?.id ?? String(at), entry.text ?? '']));
    if (one.description) cells.set(noteColumn, one.description);
    return [one.id, { row: n + 1, cells }] as const;
  });
  return {
    name: decision.name ?? decision.id,
    hitPolicy,
    columns: new Map([...columns.map((one) => [one.id, named(one)] as const), [noteColumn, '']]),
    rules: new Map(rules),
  };
}

export async function tableChanges(before: string, after: string): Promise<RuleChange[]> {
  const [olds, nows] = await Promise.all([read(before), read(after)]);
  const empty: Table = { name: '', hitPolicy: '', columns: new Map(), rules: new Map() };
  return [...new Set([...nows.keys(), ...olds.keys()])].flatMap((id) =>
    changesOf(olds.get(id) ?? empty, nows.get(id) ?? empty),
  );
}

function changesOf(old: Table, now: Table): RuleChange[] {
  const decision = now.name || old.name;
  const columns = new Map([...old.columns, ...now.columns]);
  const cells = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): CellChange[] =>
    [...columns].flatMap(([id, column]) => {
      const [a, b] = [was.get(id) ?? '', is.get(id) ?? ''];
      return a === b ? [] : [{ column, before: a, after: b }];
    });
  const changes: RuleChange[] = [];
  const policy =
    old.hitPolicy === now.hitPolicy ? [] : [{ column: 'hitPolicy', before: old.hitPolicy, after: now.hitPolicy }];
  const headings = [...columns.keys()].flatMap((id) => {
    const [a, b] = [old.columns.get(id) ?? '', now.columns.get(id) ?? ''];
    return a === b ? [] : [{ column: a || b, before: a, after: b }];
  });
  if (policy.length + headings.length > 0)
    changes.push({ decision, change: 'changed', row: null, cells: [...policy, ...headings] });
  for (const [id, rule] of now.rules) {
    const was = old.rules.get(id);
    const found = cells(was?.cells ?? new Map(), rule.cells);
    if (!was) changes.push({ decision, change: 'added', row: rule.row, cells: found });
    else if (found.length > 0) changes.push({ decision, change: 'changed', row: rule.row, cells: found });
  }
  for (const [id, rule] of old.rules)
    if (!now.rules.has(id))
      changes.push({ decision, change: 'removed', row: rule.row, cells: cells(rule.cells, new Map()) });
  return changes;
}
