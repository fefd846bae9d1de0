/** Whom the pages may ask for pictures: ourselves, and the makers of map tiles only where the operator named them. */
import { expect, test } from 'vitest';
import { portalPolicy } from './pages.ts';

const pictures = (tileUrl?: string) => /img-src ([^;]*)/.exec(portalPolicy({ tileUrl } as { tileUrl?: string }))![1];

test.each([
  [undefined, "'self' blob: data:"],
  ['/tiles/{z}/{x}/{y}.png', "'self' blob: data:"],
  ['https://tiles.example/{z}/{x}/{y}.png?key=1', "'self' blob: data: https://tiles.example"],
  ['https://{s}.tiles.example:8443/{z}/{x}/{y}.png', "'self' blob: data: https://*.tiles.example:8443"],
])('with tiles at %s pictures come from %s', (tileUrl, allowed) => expect(pictures(tileUrl)).toBe(allowed));

test('nothing but pictures may come from the makers of tiles', () => {
  const policy = portalPolicy({ tileUrl: 'https://tiles.example/{z}/{x}/{y}.png' });
  expect(policy.match(/tiles\.example/g)).toHaveLength(1);
});
