/** What a person reads on the pages, by key, and on the diagram's forms, by their Vietnamese text: in either language. */
import formsInEnglish from '../../bpmn/forms/en.json' with { type: 'json' };
import { adminEn } from '../../web/text/admin/en.ts';
import { adminVi } from '../../web/text/admin/vi.ts';
import { en } from '../../web/text/en.ts';
import { moreEn } from '../../web/text/more/en.ts';
import { moreVi } from '../../web/text/more/vi.ts';
import { staffEn } from '../../web/text/staff/en.ts';
import { staffVi } from '../../web/text/staff/vi.ts';
import { statisticsEn } from '../../web/text/statistics/en.ts';
import { statisticsVi } from '../../web/text/statistics/vi.ts';
import { studioEn } from '../../web/text/studio/en.ts';
import { studioVi } from '../../web/text/studio/vi.ts';
import { vi } from '../../web/text/vi.ts';
import { watchEn } from '../../web/text/watch/en.ts';
import { watchVi } from '../../web/text/watch/vi.ts';

export type Language = 'vi' | 'en';

const pages: Record<Language, Record<string, string>> = {
  vi: { ...vi, ...moreVi, ...staffVi, ...watchVi, ...studioVi, ...adminVi, ...statisticsVi },
  en: { ...en, ...moreEn, ...staffEn, ...watchEn, ...studioEn, ...adminEn, ...statisticsEn },
};

export interface Words {
  readonly language: Language;
  /** A text of the pages. @throws for a key that no page has */
  page(key: string): string;
  /** A text of a form, asked for in Vietnamese. @throws for one that the English lacks */
  form(vietnamese: string): string;
  /** A name that is data: a field, a district, an agency. */
  name(pair: { vi: string; en: string }): string;
}

export function wordsIn(language: Language): Words {
  const known = (text: string | undefined, asked: string): string => {
    if (text === undefined) throw new Error(`No ${language} text for ${asked}`);
    return text;
  };
  return {
    language,
    page: (key) => known(pages[language][key], key),
    form: (vietnamese) =>
      language === 'vi' ? vietnamese : known((formsInEnglish as Record<string, string>)[vietnamese], vietnamese),
    name: (pair) => pair[language],
  };
}

/** All that may stand on a screen: texts of the pages and of the diagram's forms. */
export const everyText = (language: Language): string[] => [
  ...Object.values(pages[language]),
  ...(language === 'vi' ? Object.keys(formsInEnglish) : Object.values(formsInEnglish)),
];
