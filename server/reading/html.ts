/** HTML as templates that escape: a value is text unless it is markup made here. */

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | null | undefined | false | readonly Value[];

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join('');
  return escapeText(String(value));
}

/** Every value is escaped, in texts and in quoted attributes alike; lists are joined, nothing and false are left out. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(parts.reduce((text, part, n) => text + (n === 0 ? '' : written(values[n - 1])) + part, ''));
}

/** An attribute of ours within a tag, where `on` holds: `<option${given(chosen, 'selected')}>`. */
export const given = (on: unknown, attribute: string): Markup | null => (on ? new Markup(` ${attribute}`) : null);

/** `{n}` of a text replaced. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
