import { expect, test } from 'vitest';
import { next, type Rotation, sceneMs, scenes, started, turned } from './rotation.ts';

test('a wall shows one scene after the other, each for its time, and begins again', () => {
  let rotation: Rotation = started(0);
  expect(turned(rotation, sceneMs - 1)).toBe(rotation);
  const seen = scenes.map((_, n) => {
    rotation = turned(rotation, (n + 1) * sceneMs);
    return rotation.scene;
  });
  expect(seen).toEqual(['map', 'needs', 'figures', 'diagram']);
});

test('a hand stops it, and goes back and on', () => {
  const paused = { ...started(0), paused: true };
  expect(turned(paused, 10 * sceneMs)).toBe(paused);
  expect(next(paused, 5, -1)).toEqual({ scene: 'figures', since: 5, paused: true });
});
