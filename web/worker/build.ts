/**
 * Builds the service worker after the pages, with the list of what it keeps: every script and style that the portal's
 * pages can ask for, the two fonts, the document. Runs in the build only.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

/** What the portal never asks for: the staff's pages, and the gallery of elements. */
const notPortal =
  /web\/(tasks|watch|notices|leaders|statistics|studio|admin|account|gallery|text\/(staff|watch|studio|admin|statistics|gallery))\//;
/** Bytes, uncompressed: a larger part is kept when it is first used. */
const large = 60_000;
const always = ['/', '/icon.svg', '/app.webmanifest'];

interface Kept {
  now: string[];
  later: string[];
}

/** Walks from the entry over everything that the portal may import. */
function portalFiles(bundle: Rolldown.OutputBundle): Kept {
  const kept: Kept = { now: [...always], later: [] };
  const seen = new Set<string>();
  const visit = (name: string, isEntry: boolean): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || seen.has(name)) return;
    if (chunk.facadeModuleId && notPortal.test(chunk.facadeModuleId)) return;
    seen.add(name);
    const files = [name, ...(chunk.viteMetadata?.importedCss ?? [])].map((file) => `/${file}`);
    (chunk.code.length > large && !isEntry ? kept.later : kept.now).push(...files);
    for (const next of chunk.imports) visit(next, isEntry);
    for (const next of chunk.dynamicImports) visit(next, false);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === 'chunk' && chunk.isEntry) visit(name, true);
    // Ours; the files of other alphabets come from the network.
    if (/be-vietnam-pro-\d{3}-[^/]*\.woff2$/.test(name)) kept.now.push(`/${name}`);
  }
  const twice = new Set(kept.now);
  return { now: [...twice], later: [...new Set(kept.later)].filter((file) => !twice.has(file)) };
}

export function serviceWorker(): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async writeBundle(_options, bundle) {
      const kept = portalFiles(bundle);
      const page = bundle['index.html'];
      const html = page?.type === 'asset' ? String(page.source) : '';
      const version = createHash('sha256').update(JSON.stringify(kept)).update(html).digest('hex').slice(0, 16);
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: {
          shellVersion: JSON.stringify(version),
          shellFiles: JSON.stringify(kept.now),
          laterFiles: JSON.stringify(kept.later),
        },
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2022',
          lib: {
            entry: join(import.meta.dirname, 'service-worker.ts'),
            formats: ['iife'],
            name: 'worker',
            fileName: () => 'sw.js',
          },
        },
      });
    },
  };
}
