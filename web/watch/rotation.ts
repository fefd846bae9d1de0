/** What a wall shows one after the other, each for its time; a hand may stop it or go on. Pure: the machine's time is given. */

export const scenes = ['diagram', 'map', 'needs', 'figures'] as const;
export type Scene = (typeof scenes)[number];

/** How long each stands (ms). */
export const sceneMs = 20_000;

export interface Rotation {
  scene: Scene;
  /** When it came (ms of the machine). */
  since: number;
  paused: boolean;
}

export const next = ({ scene, paused }: Rotation, at: number, steps = 1): Rotation => {
  const n = (scenes.indexOf(scene) + steps + scenes.length) % scenes.length;
  return { scene: scenes[n]!, since: at, paused };
};

/** The same while it stands, the next when its time is over. */
export const turned = (rotation: Rotation, at: number): Rotation =>
  !rotation.paused && at - rotation.since >= sceneMs ? next(rotation, at) : rotation;

export const started = (at: number, scene: Scene = 'diagram'): Rotation => ({ scene, since: at, paused: false });
