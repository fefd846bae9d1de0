/**
 * A folder of pictures that were looked at and found right, with their layouts: what is drawn now is compared with them,
 * pixel by pixel where this machine draws as the one that made them, and by the layout (names and boxes of what is seen)
 * everywhere. `UPDATE_PICTURES=1` writes both anew; look at them before you commit them. A difference leaves
 * `artifacts/screens/<name>-now.png` and `-diff.png`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../local/settings.ts';
import { type Box, compareBoxes, comparePictures, small } from './compare.ts';
import { rendererOf } from './renderer.ts';

const artefacts = join(root, 'artifacts', 'screens');
export const updating = process.env.UPDATE_PICTURES === '1';

export class KeptPictures {
  readonly #folder: string;
  readonly #layoutsFile: string;
  readonly #names: readonly string[];
  #renderer = '';
  /** Layouts by the name of the picture, and who made the pictures. */
  #kept: { renderer: string; layouts: Record<string, Box[]> } = { renderer: '', layouts: {} };
  readonly #made: Record<string, Box[]> = {};

  /** `names`: of all pictures that the folder should have. `layoutsFile`: beside the tests, where it is not the folder's. */
  constructor(folder: string, names: readonly string[], layoutsFile = join(folder, 'layouts.json')) {
    this.#folder = folder;
    this.#names = names;
    this.#layoutsFile = layoutsFile;
  }

  async begin(browser: Browser): Promise<void> {
    this.#renderer = await rendererOf(browser);
    if (existsSync(this.#layoutsFile)) this.#kept = JSON.parse(await readFile(this.#layoutsFile, 'utf8'));
    await Promise.all([mkdir(this.#folder, { recursive: true }), mkdir(artefacts, { recursive: true })]);
    if (!updating && this.#renderer !== this.#kept.renderer)
      console.warn(
        `The pictures were made by ${this.#kept.renderer}, this is ${this.#renderer}: layouts are compared, not pixels.`,
      );
  }

  async check(name: string, shot: Buffer, layout: Box[]): Promise<void> {
    const file = join(this.#folder, `${name}.png`);
    if (updating) {
      this.#made[name] = layout;
      await writeFile(file, await small(shot));
      return;
    }
    expect(compareBoxes(this.#kept.layouts[name] ?? [], layout)).toEqual([]);
    if (this.#renderer !== this.#kept.renderer) return;
    const { said, picture } = await comparePictures(await readFile(file), shot);
    if (said) {
      await writeFile(join(artefacts, `${name}-now.png`), shot);
      if (picture) await writeFile(join(artefacts, `${name}-diff.png`), picture);
    }
    expect(said).toBe('');
  }

  /** No picture without a row that makes it, none missing, and all of them together below `most` bytes. */
  async areWhole(most: number): Promise<void> {
    const files = (await readdir(this.#folder)).filter((file) => file.endsWith('.png'));
    if (!updating) expect(files.sort()).toEqual(this.#names.map((name) => `${name}.png`).sort());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(this.#folder, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(most);
  }

  /** Writes the layouts of this run; those of pictures that no row makes any more go, and the pictures with them. */
  async end(): Promise<void> {
    if (!updating || Object.keys(this.#made).length === 0) return;
    const names = [...this.#names].sort();
    const layouts = Object.fromEntries(
      names.flatMap((name) => {
        const boxes = this.#made[name] ?? this.#kept.layouts[name];
        return boxes ? [[name, boxes]] : [];
      }),
    );
    const lines = Object.entries(layouts).map(([name, boxes]) => `${JSON.stringify(name)}: ${JSON.stringify(boxes)}`);
    await writeFile(
      this.#layoutsFile,
      `{"renderer": ${JSON.stringify(this.#renderer)}, "layouts": {\n${lines.join(',\n')}\n}}\n`,
    );
    for (const file of await readdir(this.#folder))
      if (file.endsWith('.png') && !names.includes(file.slice(0, -4))) await rm(join(this.#folder, file));
  }
}
