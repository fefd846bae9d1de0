import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const here = 'https://paht.example.vn';

test.each([
  ['/tasks/1?q=%C4%91#x', '/tasks/1?q=%C4%91#x'],
  [undefined, '/tasks'],
  ['', '/tasks'],
  ['tasks', '/tasks'],
  ['https://elsewhere.example/', '/tasks'],
  ['//elsewhere.example', '/tasks'],
  ['/\\elsewhere.example', '/tasks'],
  ['/\t/elsewhere.example', '/tasks'],
  ['/\n/elsewhere.example', '/tasks'],
  ['/\r\n\\elsewhere.example', '/tasks'],
  ['/.//elsewhere.example', '/tasks'],
  ['/tasks/..//elsewhere.example', '/tasks'],
  ['javascript:alert(1)', '/tasks'],
  ['//user@elsewhere.example:1/', '/tasks'],
  ['/x\r\nset-cookie: a=b', '/xset-cookie:%20a=b'],
])('%j leads to %s', (to, led) => {
  expect(ownPath(to, here)).toBe(led);
  expect(new URL(ownPath(to, here), here).origin).toBe(here);
});
