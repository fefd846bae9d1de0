/** Writes the handbooks' pages, their pictures and their styles into the built pages. Runs in the build only. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { chapterPage, chapters, handbookFolder } from './pages.ts';

export function handbook(): Plugin {
  let outDir = '';
  return {
    name: 'handbook',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    writeBundle(_options, bundle) {
      const document = bundle['index.html'];
      // A test's own page is built without them.
      if (document?.type !== 'asset') return;
      const folder = join(outDir, 'handbook');
      mkdirSync(folder, { recursive: true });
      for (const name of chapters()) {
        const file = name === 'README' ? 'index.html' : name.concat('.html');
        writeFileSync(join(folder, file), chapterPage(name, String(document.source)));
      }
      writeFileSync(join(folder, 'handbook.css'), readFileSync(join(import.meta.dirname, 'handbook.css')));
      const pictures = join(handbookFolder, 'pictures');
      if (existsSync(pictures)) cpSync(pictures, join(folder, 'pictures'), { recursive: true });
    },
  };
}
