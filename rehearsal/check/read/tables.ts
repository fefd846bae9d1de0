/** A draft's decision tables as the rules look at them, cell by cell, and ready to be asked. */
import { type RequirementsModel, readDmn } from '../../../engine/model/read-dmn.ts';

export interface Cell {
  readonly id: string;
  readonly text: string;
}
export interface Decision {
  readonly id: string;
  readonly name: string;
  /** Ids of decisions that it requires. */
  readonly requires: readonly string[];
  /** Null where its logic is no table. */
  readonly table: {
    readonly hitPolicy: string;
    readonly aggregation: string | null;
    readonly inputs: readonly Cell[];
    readonly outputs: readonly { readonly id: string; readonly name: string }[];
    readonly rules: readonly {
      readonly id: string;
      readonly inputs: readonly Cell[];
      readonly outputs: readonly Cell[];
    }[];
  } | null;
}
export interface Tables {
  readonly file: string;
  readonly decisions: readonly Decision[];
  /** As the engine reads it; null where the engine would refuse it. */
  readonly model: RequirementsModel | null;
}

// biome-ignore lint/suspicious/noExplicitAny: moddle's elements are dynamic
type Moddle = any;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const cells = (list: Moddle[] | undefined): Cell[] =>
  (list ?? []).map((one) => ({ id: text(one.id), text: text(one.text) }));

function tableOf(logic: Moddle): Decision['table'] {
  if (logic?.$type !== 'dmn:DecisionTable') return null;
  return {
    hitPolicy: logic.hitPolicy ?? 'UNIQUE',
    aggregation: logic.aggregation ?? null,
    inputs: (logic.input ?? []).map((one: Moddle) => ({ id: text(one.id), text: text(one.inputExpression?.text) })),
    outputs: (logic.output ?? []).map((one: Moddle) => ({ id: text(one.id), name: text(one.name) })),
    rules: (logic.rule ?? []).map((one: Moddle) => ({
      id: text(one.id),
      inputs: cells(one.inputEntry),
      outputs: cells(one.outputEntry),
    })),
  };
}

/** Null where the file is no DMN at all. */
export async function readTables(file: string, xml: string): Promise<Tables | null> {
  const { DmnModdle } = await import('dmn-moddle');
  let root: Moddle;
  try {
    ({ rootElement: root } = await new DmnModdle().fromXML(xml, 'dmn:Definitions'));
  } catch {
    return null;
  }
  const decisions = ((root.drgElement ?? []) as Moddle[])
    .filter((one) => one.$type === 'dmn:Decision')
    .map((one) => ({
      id: text(one.id),
      name: text(one.name),
      requires: ((one.informationRequirement ?? []) as Moddle[])
        .map((requirement) => text(requirement.requiredDecision?.href).replace(/^.*#/, ''))
        .filter((id) => id !== ''),
      table: tableOf(one.decisionLogic),
    }));
  const model = await readDmn(xml).catch(() => null);
  return { file, decisions, model };
}
