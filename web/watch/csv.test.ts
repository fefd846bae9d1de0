import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('a table is written so that a spreadsheet opens it as it is', () => {
  const rows = [
    ['Mã', 'Đang ở', 'Số'],
    ['QN-1', 'Kiểm tra, "gấp"', 3],
    ['=1+1', 'a\nb', -2],
  ];
  expect(csvOf(rows)).toBe('\uFEFFMã,Đang ở,Số\r\nQN-1,"Kiểm tra, ""gấp""",3\r\n\'=1+1,"a\nb",-2\r\n');
});
