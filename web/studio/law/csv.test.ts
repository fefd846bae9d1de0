/** Files for spreadsheets: what is quoted, and what is not run. */
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('begins with the mark that tells a spreadsheet how it is written', () => {
  expect(csvOf([['Phản ánh', 'Hạn']])).toBe('\uFEFFPhản ánh,Hạn\r\n');
});
test('quotes commas, quotation marks and line ends', () => {
  expect(csvOf([['a,b', 'c"d', 'e\nf']])).toBe('\uFEFF"a,b","c""d","e\nf"\r\n');
});
test('gives a spreadsheet nothing to run', () => {
  expect(csvOf([['=1+1', '-2', '@x']])).toBe("\uFEFF'=1+1,'-2,'@x\r\n");
});
