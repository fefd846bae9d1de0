/**
 * FEEL that cannot be parsed, or that the engine's clock stops, with the place where it stands: mappings, conditions,
 * timers, groups, dates, forms.
 */
import type { Finding } from '../../../domain/checks.ts';
import { compileFeel, compileUnaryTest } from '../../../engine/expressions/feel.ts';
import { isSlow } from '../feel.ts';
import { called, type Rule, engine as say } from '../finding.ts';
import type { Node } from '../read/diagram.ts';
import type { Cell } from '../read/tables.ts';

/** Null where it can be read; else the parser's message. */
function thrown(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
  }
}
const wrong = (text: string): string | null => thrown(() => compileFeel(text.trim().slice(1).trim()));

const slowness = (file: string, element: string, name: string, place: string, text: string): Finding[] =>
  isSlow(text)
    ? [say('error', 'feel-slow', { file, element }, { name, place, expression: text.trim().slice(0, 500) })]
    : [];

/** Every text of a node that may be FEEL, with the name that an editor has for its place. */
function* expressionsOf(node: Node): Generator<[place: string, text: string | null | undefined, element: string]> {
  const { id, task, timer, message, script, loop, decision } = node;
  for (const { source, target } of node.inputs) yield [target, source, id];
  for (const { source, target } of node.outputs) yield [target, source, id];
  for (const flow of node.outgoing) yield ['condition', flow.condition, flow.id];
  yield ['timer', timer?.text, id];
  yield ['candidateGroups', task?.groups, id];
  yield ['assignee', task?.assignee, id];
  yield ['dueDate', task?.dueDate, id];
  yield ['followUpDate', task?.followUpDate, id];
  yield ['script', script?.expression, id];
  yield ['decisionId', decision?.id, id];
  yield ['inputCollection', loop?.collection, id];
  yield ['outputElement', loop?.outputElement, id];
  yield ['completionCondition', loop?.condition, id];
  yield ['correlationKey', message?.key, message?.id ?? id];
  for (const listener of node.listeners) yield ['type', listener.type, id];
  yield ['type', node.jobType, id];
}

/** Cells of tables: a column's expression, a rule's tests and results. Signatures of functions are left to the engine. */
const ofTables: Rule = ({ tables }) =>
  tables.flatMap(({ file, decisions }) =>
    decisions.flatMap(({ id, name, table }) => {
      const tell = (cell: Cell, read: (text: string) => unknown): Finding[] => {
        const message = cell.text.trim() === '' ? null : thrown(() => read(cell.text.trim()));
        if (message === null) return [];
        const data = { name: name || id, place: 'cell', expression: cell.text.trim().slice(0, 500), message };
        return [say('error', 'feel-syntax', { file, element: cell.id || id }, data)];
      };
      return [
        ...(table?.inputs ?? []).flatMap((cell) => tell(cell, compileFeel)),
        ...(table?.rules ?? []).flatMap((rule) => [
          ...rule.inputs.flatMap((cell) => tell(cell, compileUnaryTest)),
          ...rule.outputs.flatMap((cell) => tell(cell, compileFeel)),
        ]),
      ];
    }),
  );

const ofDiagramsAndForms: Rule = ({ diagrams, forms }) => [
  ...diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((node) =>
      [...expressionsOf(node)].flatMap(([place, text, element]) => {
        if (!text?.trim().startsWith('=')) return [];
        const message = wrong(text);
        if (message === null) return slowness(diagram.file, element, called(node), place, text);
        const data = { name: called(node), place, expression: text.trim().slice(0, 500), message };
        return [say('error', 'feel-syntax', { file: diagram.file, element }, data)];
      }),
    ),
  ),
  ...[...forms.values()].flatMap((form) =>
    form.expressions.flatMap(({ component, text }) => {
      const message = wrong(text);
      if (message === null) return [];
      const data = { name: component, place: form.id, expression: text.trim().slice(0, 500), message };
      return [say('error', 'feel-syntax', { file: form.file, element: component }, data)];
    }),
  ),
];

export const feelSyntax: Rule = (ground) => [...ofDiagramsAndForms(ground), ...ofTables(ground)];
