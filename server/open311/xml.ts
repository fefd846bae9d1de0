/**
 * XML of Open311, from the same value that is sent as JSON: an array stands in a container whose items are named by the
 * container, nothing is an empty element (the specification's "Spark convention").
 */

const items: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
  media_urls: 'media_url',
  tasks: 'task',
};

export function toXml(root: string, value: unknown): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}\n`;
}

function element(name: string, value: unknown): string {
  const inside = content(name, value);
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`;
}

function content(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => element(items[name] ?? 'item', one)).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([inner, one]) => element(inner, one))
      .join('');
  return escaped(String(value));
}

/** What XML 1.0 has no way to write (control characters, halves of a pair) is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
