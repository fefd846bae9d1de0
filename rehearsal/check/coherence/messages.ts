/** Messages: each is one that the product sends, and finds the report by its code. */
import { correlationKey, messages as known, startMessage } from '../contract.ts';
import { called, type Rule, coherence as say } from '../finding.ts';

export const messages: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((node) => {
      const { message } = node;
      // What is thrown is a job's affair.
      if (!message || node.type === 'EndEvent' || node.type === 'IntermediateThrowEvent' || node.type === 'SendTask')
        return [];
      const where = { file: diagram.file, element: node.id };
      const name = called(node);
      if (!Object.hasOwn(known, message.name)) {
        return [
          say('error', 'message-unknown', where, { name, message: message.name, known: Object.keys(known).join(', ') }),
        ];
      }
      const starts = node.type === 'StartEvent' && !node.parent?.triggeredByEvent;
      if (starts !== (message.name === startMessage)) {
        return [say('error', 'message-start', where, { name, message: message.name })];
      }
      if (!starts && message.key?.replace(/\s/g, '') !== correlationKey) {
        return [say('error', 'message-key', where, { name, message: message.name, key: message.key ?? '' })];
      }
      return [];
    }),
  );
