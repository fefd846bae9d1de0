/** What may not go on for ever: waits for the sender, and the days of an extension. */
import { longestExtension, senderWaits } from '../../../domain/regulation/limits.ts';
import { called, type Rule, regulation as say } from '../finding.ts';
import type { Node } from '../read/diagram.ts';
import { stageTask } from '../stage-tasks.ts';

/** A timer beside the wait: another way of the event gateway, or a boundary event of the receiving task. */
function hasWindow(node: Node): boolean {
  if (node.boundaries.some((one) => one.timer)) return true;
  return node.incoming.some(
    ({ source }) => source.type === 'EventBasedGateway' && source.outgoing.some(({ target }) => target.timer !== null),
  );
}

export const waits: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return [...procedure.nodes.values()].flatMap((node) => {
    const article = node.message ? senderWaits[node.message.name] : undefined;
    const waiting = node.type === 'IntermediateCatchEvent' || node.type === 'ReceiveTask';
    if (!article || !waiting || hasWindow(node)) return [];
    return [
      say('error', 'wait-without-window', { file: procedure.file, element: node.id, article }, { name: called(node) }),
    ];
  });
};

/** The forms that ask for days and grant them say how many at most. */
export const extensions: Rule = ({ procedure, forms }) => {
  if (!procedure) return [];
  return (['handling', 'extension'] as const).flatMap((stage) => {
    const formId = stageTask(procedure, stage)?.task?.formId;
    const form = formId ? forms.get(formId) : undefined;
    const days = form?.inputs.find((one) => one.key === 'days');
    if (!form || !days || (days.max !== null && days.max <= longestExtension)) return [];
    const where = { file: form.file, element: days.id, article: '8.3' };
    if (days.max === null) return [say('error', 'extension-unlimited', where, { longest: longestExtension })];
    return [say('error', 'extension-longer', where, { max: days.max, longest: longestExtension })];
  });
};
