import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDiff } from './word-diff.ts';

test('says which words went and which came', () => {
  expect(wordDiff('Đã vá mặt đường hôm qua.', 'Đã vá và sơn mặt đường hôm nay.')).toEqual([
    { kind: 'same', text: 'Đã vá ' },
    { kind: 'added', text: 'và sơn ' },
    { kind: 'same', text: 'mặt đường hôm ' },
    { kind: 'removed', text: 'qua.' },
    { kind: 'added', text: 'nay.' },
  ]);
});

test('gives both texts again, whatever they are', () => {
  const word = fc.constantFrom('a', 'b', 'c ', ' ', 'd\n', 'đèn ');
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      const without = (kind: string) => parts.flatMap((one) => (one.kind === kind ? [] : [one.text])).join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }),
  );
});

test('finds nothing changed in a text that is the same', () => {
  expect(wordDiff('một hai', 'một hai')).toEqual([{ kind: 'same', text: 'một hai' }]);
  expect(wordDiff('', '')).toEqual([]);
});
