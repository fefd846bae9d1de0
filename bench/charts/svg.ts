/**
 * Charts as SVG text, for a reader in light or in dark: the colours follow what the reader's screen prefers, the ground
 * is left to the page. Every chart has a title and a description for those who cannot see it.
 */

export type Attributes = Record<string, string | number>;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(typeof value === 'number' ? rounded(value) : value)}"`)
    .join('');
const rounded = (value: number): string => String(Number(value.toFixed(1)));

/** An element; `inside` is SVG already. */
export const element = (name: string, attributes: Attributes, inside = ''): string =>
  inside ? `<${name}${written(attributes)}>${inside}</${name}>` : `<${name}${written(attributes)}/>`;

export const label = (x: number, y: number, text: string, more: Attributes = {}): string =>
  element('text', { x, y, ...more }, escaped(text));

/** Blue and orange differ for those too who see few colours; the pairs have 4.5 : 1 against white and against #0d1117. */
const style = `text{font:12px system-ui,sans-serif;fill:#24292f}.faint{fill:#57606a}.good{fill:#0b62b8}.short{fill:#b35900}
.axis{stroke:#8c959f;stroke-width:1}.goal{stroke:#24292f;stroke-width:1.5;stroke-dasharray:4 3}.line{fill:none;stroke-width:2}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9ea7b3}.good{fill:#58a6ff}.short{fill:#f0883e}.axis{stroke:#6e7681}.goal{stroke:#e6edf3}}`;

export function chart(
  size: { width: number; height: number },
  title: string,
  description: string,
  body: string,
): string {
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img' };
  const named = { ...frame, width: size.width, height: size.height, 'aria-labelledby': 'title description' };
  const head =
    element('title', { id: 'title' }, escaped(title)) +
    element('desc', { id: 'description' }, escaped(description)) +
    element('style', {}, style.replaceAll('\n', ''));
  return `${element('svg', named, `${head}\n${body}\n`)}\n`;
}

/** Where a value stands on a logarithmic axis from `low` to `high`; what lies outside stands at the edge. */
export function logScale(low: number, high: number, from: number, to: number): (value: number) => number {
  const share = (value: number) => (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
  return (value) => from + Math.min(1, Math.max(0, share(value))) * (to - from);
}
