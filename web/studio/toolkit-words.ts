/**
 * The words of the bpmn.io editors: they ask for each of their texts by the English sentence. English is therefore
 * what they have; Vietnamese stands in `text/studio/toolkits/`, loaded with the editor that needs it. The function
 * reads the language when it is asked, so that an editor need not be opened anew when the language changes.
 */
import { currentLanguage } from '../text/text.ts';

export type Translate = (template: string, values?: Record<string, string | number>) => string;
export type Dictionary = Readonly<Record<string, string>>;

export function translateBy(vietnamese: Dictionary, missing: (text: string) => void = () => {}): Translate {
  return (template, values = {}) => {
    const known = vietnamese[template];
    if (known === undefined) missing(template);
    const text = currentLanguage() === 'vi' ? (known ?? template) : template;
    return text.replace(/\{([^}]+)\}/g, (hole, name: string) => String(values[name] ?? hole));
  };
}
