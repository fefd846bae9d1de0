/**
 * The handbooks of docs/handbook as pages of the product: `/handbook` (its README) and `/handbook/<file>`, whole without
 * a script, in Vietnamese as those are who read them. Made once by the build, from the built document's head and styles.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from '../text/vi.ts';
import { escapeText, readChapter } from './markdown.ts';

/** Where the handbooks are written. */
export const handbookFolder = join(import.meta.dirname, '../../docs/handbook');

/** File of a chapter without its ending → path of its page. */
export const pathOf = (name: string): string => (name === 'README' ? '/handbook' : `/handbook/${name}`);

export const chapters = (): string[] =>
  readdirSync(handbookFolder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3))
    .sort();

/** Width and height of a PNG, from its first bytes; pictures are taken at one device pixel a CSS pixel. */
function sizeOf(png: Buffer): { width: number; height: number } {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('not a PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

const doors = {
  link(target: string): string {
    if (/^https:\/\//.test(target) || target.startsWith('/') || target.startsWith('mailto:')) return target;
    const [file, part] = target.split('#') as [string, string?];
    const hash = part ? `#${part}` : '';
    if (file === '') return hash;
    const name = file.replace(/\.md$/, '');
    if (!chapters().includes(name)) throw new Error(`no such handbook: ${target}`);
    return pathOf(name) + hash;
  },
  picture(target: string) {
    const file = join(handbookFolder, target);
    // One that is not taken yet has no size; a test misses it (test/handbook/pictures.test.ts).
    return { src: `/handbook/${target}`, ...(existsSync(file) ? sizeOf(readFileSync(file)) : { width: 0, height: 0 }) };
  },
};

/**
 * The page of a chapter, in the frame that `built` (the web's built document) begins: its styles, none of its scripts.
 * @throws Error that names the file and line of what is not understood
 */
export function chapterPage(name: string, built: string): string {
  const text = readFileSync(join(handbookFolder, `${name}.md`), 'utf8');
  const { title, about, html } = (() => {
    try {
      return readChapter(text, doors);
    } catch (cause) {
      throw new Error(`docs/handbook/${name}.md: ${(cause as Error).message}`);
    }
  })();
  const styles = [...built.matchAll(/<link rel="stylesheet"[^>]*>/g)].map(([tag]) => tag);
  const meta = [...built.matchAll(/<(?:meta (?!name="description")|link rel="(?:icon|apple-touch-icon)")[^>]*>/g)];
  const back = name === 'README' ? '' : `<p><a class="back" href="/handbook">${vi['nav.handbook']}</a></p>`;
  return `<!doctype html>
<html lang="vi">
<head>
${meta.map(([tag]) => tag).join('\n')}
<title>${escapeText(title)} · ${vi['site.title']}</title>
<meta name="description" content="${escapeText(about)}" />
${styles.join('\n')}
<link rel="stylesheet" href="/handbook/handbook.css" />
</head>
<body>
<a class="skip" href="#main">${vi['nav.skip']}</a>
<header class="bar"><div>
<a class="brand" href="/handbook"><span>${vi['nav.handbook']}<small>${vi['site.title']}</small></span></a>
<nav aria-label="${vi['nav.label']}"><a href="/">${vi['nav.send']}</a><a href="/tasks">${vi['foot.staff']}</a></nav>
</div></header>
<main id="main" class="handbook">
${back}
${html}
</main>
</body>
</html>
`;
}
