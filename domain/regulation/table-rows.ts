/** The rows of a file's decision tables, as written: made from the objects that dmn-moddle reads. */
import type { TableRow } from './contradictions/contradiction.ts';

// biome-ignore lint/suspicious/noExplicitAny: dmn-moddle's objects carry no types
type Moddle = any;

export function tableRowsOf(definitions: Moddle, file: string): TableRow[] {
  const decisions: Moddle[] = definitions.drgElement ?? [];
  return decisions.flatMap((decision) =>
    (decision.decisionLogic?.rule ?? []).map(
      (rule: Moddle): TableRow => ({
        file,
        decision: String(decision.id),
        id: String(rule.id),
        inputs: (rule.inputEntry ?? []).map((entry: Moddle) => String(entry.text ?? '-')),
        output: (rule.outputEntry ?? []).map((entry: Moddle) => String(entry.text ?? '')).join(', '),
      }),
    ),
  );
}
