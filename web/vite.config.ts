/**
 * Bundles web/ to dist/web. Fonts stay files (CSP: no data: fonts), every text asset also gets a .br and .gz beside
 * it, so that the server can send it compressed without spending time on each request.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { handbook } from './handbook/build.ts';
import { serviceWorker } from './worker/build.ts';

const here = import.meta.dirname;
const outDir = join(here, '../dist/web');

/** Modules of the portal's first page: Lit, the shell, and what the send page imports. */
const startModules = new RegExp(
  [
    'node_modules/(lit|lit-html|lit-element|@lit|idb)/',
    'web/shell/(area|pages|reading|router|shell)',
    'web/elements/(light|fields|states|icons|says-who|article-in-force|upload-rules|dialog|toasts)\\.',
    'web/data/(http|problem|clock|kept|session|box|draft|lock|new-key|outbox|photos|shrink|tus|worker|background)\\.',
    'web/text/(text|times|districts|prefixed)\\.',
    'web/portal/(send-page|send-steps|check-draft|local-time|photo-picker|install-line|portal\\.css)',
    'domain/(districts)\\.',
  ].join('|'),
);

/** Writes name.br and name.gz beside every script, style sheet, page and vector picture of the bundle. */
function precompress(): Plugin {
  let built = outDir;
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      built = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
      }
    },
  };
}

/**
 * CodeMirror (the FEEL fields of the studio) writes its styles into a <style> element, which our content security
 * policy refuses; it can adopt a style sheet as well, but does so in shadow trees only. Here it always does.
 */
function adoptStyles(): Plugin {
  const condition = 'if (!root.head && root.adoptedStyleSheets';
  return {
    name: 'adopt-styles',
    transform(code, id) {
      if (!/\/style-mod\/src\/style-mod\.js$/.test(id)) return null;
      if (!code.includes(condition)) throw new Error('style-mod has changed: look at adoptStyles() again');
      return { code: code.replace(condition, 'if (root.adoptedStyleSheets'), map: null };
    },
  };
}

// A build started within vitest would inherit NODE_ENV=test and with it Lit's development form.
process.env.NODE_ENV = 'production';

export default defineConfig({
  root: here,
  publicDir: join(here, 'public'),
  base: '/',
  plugins: [serviceWorker(), adoptStyles(), handbook(), precompress()],
  build: {
    outDir,
    emptyOutDir: true,
    // The server's readable pages find the style sheets of a page in it.
    manifest: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1700,
    rolldownOptions: {
      output: {
        // What the first page of the portal needs comes as one file: twenty small ones compress worse and wait longer.
        codeSplitting: { groups: [{ name: 'start', test: startModules }] },
      },
    },
  },
});
