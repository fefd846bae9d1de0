/** The words of an HTML body, for mails that bring no plain text. Nothing of it is ever shown as HTML. */

const blocks = 'p|div|tr|li|h[1-6]|table|ul|ol|section|article|header|footer|center|pre';
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export function htmlText(html: string): string {
  return html
    .slice(0, 2_000_000)
    .replace(/<(script|style|head|title)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/<blockquote\b[^>]*>/gi, '\n\ue000')
    .replace(/<\/blockquote\s*>/gi, '\ue001\n')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(new RegExp(`</?(?:${blocks})\\b[^>]*>`, 'gi'), '\n')
    .replace(/<[^>]*>?/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, ten, hex, name: string | undefined) => {
      if (name) return named[name.toLowerCase()] ?? whole;
      const point = ten ? Number(ten) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : '';
    })
    .replace(/\ue000([\s\S]*?)(?:\ue001|$)/g, (_all, quote: string) =>
      quote
        .split('\n')
        .map((line) => `> ${line.trim()}`)
        .join('\n'),
    )
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
