/**
 * The words of the bpmn.io editors: they ask for each of their texts by the English one. English is therefore what they
 * have; Vietnamese stands in `text/studio/toolkits/`, loaded with the editor that needs it. The function reads the
 * language when it is asked, so that an editor need not be opened anew when the language changes.
 */
import { currentLanguage } from '../text/text.ts';

export type Translate = (template: string, values?: Record<string, string | number>) => string;
export type Dictionary = Readonly<Record<string, string>>;

/** Small and capital letters and hyphens count as the same; `{holes}` stay as they are. */
const plain = (text: string): string =>
  text.replace(/\{[^}]*\}|[^{]+/g, (part) => (part.startsWith('{') ? part : part.toLowerCase().replaceAll('-', ' ')));

/** Letters with marks, and the d with a stroke. */
const isVietnamese = (text: string): boolean => /\u0111/i.test(text) || text.normalize('NFD') !== text.normalize('NFC');

/** `missing` is told what is asked for and not there; what is Vietnamese already, our templates' names, is not missing. */
export function translateBy(vietnamese: Dictionary, missing: (text: string) => void = () => {}): Translate {
  const words = new Map(Object.entries(vietnamese).map(([english, text]) => [plain(english), text]));
  return (template, values = {}) => {
    const known = words.get(plain(template));
    if (known === undefined && /\p{L}/u.test(template) && !isVietnamese(template)) missing(template);
    const text = currentLanguage() === 'vi' ? (known ?? template) : template;
    return text.replace(/\{([^}]+)\}/g, (hole, name: string) => String(values[name.trim()] ?? hole));
  };
}
