/**
 * Markdown → HTML for the handbooks: the few forms that they use, and an error with its line for anything else, so that
 * nothing is shown half understood. Text is escaped; there is no way to write HTML in a handbook.
 */

export interface Doors {
  /** The address of a link as the page has it; throws for one that leads nowhere. */
  link(target: string): string;
  /** The address and size (CSS pixels) of a picture. */
  picture(target: string): { src: string; width: number; height: number };
}

export interface Chapter {
  /** The one heading of the first level, as text. */
  title: string;
  /** The first paragraph, as text: what the page is about. */
  about: string;
  html: string;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeText = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign]!);
const plain = (text: string): string => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');

/** What may stand within a line: **a word on the screen**, *stress*, `a key or an address`, [a link](where). */
function inline(text: string, doors: Doors): string {
  const form = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g;
  let html = '';
  let at = 0;
  const rest = (part: string): string => {
    if (/\*\*|`|<\/?[a-z]|!\[/i.test(part)) throw new Error(`not understood: ${part.trim()}`);
    return escapeText(part);
  };
  for (const found of text.matchAll(form)) {
    const [whole, label, stress, code, words, target] = found;
    html += rest(text.slice(at, found.index));
    if (label) html += `<strong>${escapeText(label)}</strong>`;
    else if (stress) html += `<em>${escapeText(stress)}</em>`;
    else if (code) html += `<code>${escapeText(code)}</code>`;
    else html += `<a href="${escapeText(doors.link(target!))}">${inline(words!, doors)}</a>`;
    at = found.index + whole.length;
  }
  return html + rest(text.slice(at));
}

/** `Điều 8.2` → `dieu-8-2`: what a heading is found by. */
export const slugOf = (text: string): string =>
  plain(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('\u0111', 'd')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

interface Block {
  line: number;
  lines: string[];
}

/** Blocks are parted by empty lines. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    if (line === '') open = undefined;
    else if (open) open.lines.push(line);
    else {
      open = { line: index + 1, lines: [line] };
      blocks.push(open);
    }
  }
  return blocks;
}

/** List items may go on over further lines, indented. */
function itemsOf(lines: readonly string[], mark: RegExp): string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (mark.test(line)) items.push(line.replace(mark, ''));
    else if (items.length > 0 && /^\s{2,}\S/.test(line)) items[items.length - 1] += ` ${line.trim()}`;
    else throw new Error(`not an item of the list: ${line}`);
  }
  return items;
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function tableOf([head, ruler, ...rows]: readonly string[], doors: Doors): string {
  if (!head || !ruler || !/^\|(\s*-+\s*\|)+$/.test(ruler)) throw new Error('a table needs a head and a ruler');
  const columns = cellsOf(head);
  const row = (line: string): string => {
    const cells = cellsOf(line);
    if (cells.length !== columns.length) throw new Error(`${cells.length} cells, not ${columns.length}: ${line}`);
    return `<tr>${cells.map((cell) => `<td>${inline(cell, doors)}</td>`).join('')}</tr>`;
  };
  const heads = columns.map((cell) => `<th scope="col">${inline(cell, doors)}</th>`).join('');
  return `<div class="table-scroll" role="group" tabindex="0" aria-label="${escapeText(plain(columns.join(', ')))}"><table class="table"><thead><tr>${heads}</tr></thead><tbody>${rows.map(row).join('')}</tbody></table></div>`;
}

function blockOf({ lines }: Block, doors: Doors): string {
  const first = lines[0]!;
  const heading = /^(#{1,3}) (.+)$/.exec(first);
  if (heading) {
    if (lines.length > 1) throw new Error('an empty line must follow a heading');
    const level = heading[1]!.length;
    const id = level === 1 ? '' : ` id="${slugOf(heading[2]!)}"`;
    return `<h${level}${id}>${inline(heading[2]!, doors)}</h${level}>`;
  }
  const picture = /^!\[([^\]]+)\]\(([^)\s]+)\)$/.exec(first);
  if (picture) {
    if (lines.length > 1) throw new Error('a picture stands alone');
    const { src, width, height } = doors.picture(picture[2]!);
    return `<figure><a href="${src}"><img src="${src}" width="${width}" height="${height}" alt="${escapeText(picture[1]!)}" loading="lazy" /></a></figure>`;
  }
  if (first.startsWith('|')) return tableOf(lines, doors);
  if (/^- /.test(first)) return `<ul>${listed(itemsOf(lines, /^- /), doors)}</ul>`;
  if (/^1\. /.test(first)) return `<ol>${listed(itemsOf(lines, /^\d+\. /), doors)}</ol>`;
  if (first.startsWith('> ')) return `<div class="note"><p>${inline(itemsOf(lines, /^> /).join(' '), doors)}</p></div>`;
  return `<p>${inline(lines.join(' '), doors)}</p>`;
}

const listed = (items: readonly string[], doors: Doors): string =>
  items.map((item) => `<li>${inline(item, doors)}</li>`).join('');

/** @throws Error that names the line of what is not understood */
export function readChapter(text: string, doors: Doors): Chapter {
  const blocks = blocksOf(text);
  const [first, second] = blocks;
  if (!first?.lines[0]?.startsWith('# ')) throw new Error('line 1: a handbook begins with its title');
  const parts = blocks.map((block) => {
    try {
      return blockOf(block, doors);
    } catch (cause) {
      throw new Error(`line ${block.line}: ${(cause as Error).message}`);
    }
  });
  if (parts.filter((part) => part.startsWith('<h1')).length !== 1) throw new Error('there must be one title');
  return {
    title: plain(first.lines[0].slice(2)),
    about: plain(second?.lines.join(' ') ?? ''),
    html: parts.join('\n'),
  };
}
