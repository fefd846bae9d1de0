/** The texts of a language, for server and web. */
import * as en from './en/index.ts';
import * as vi from './vi/index.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];
export type Texts = typeof vi;

const all: Record<Language, Texts> = { vi, en };

/** Vietnamese where another language is asked for that there is not. */
export function texts(language: string | undefined): Texts {
  return language === 'en' ? all.en : all.vi;
}

/** The best language of an `Accept-Language` header, by order of naming. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '')
    .split(',')
    .map((one) => one.trim().slice(0, 2).toLowerCase())
    .find((one) => one === 'vi' || one === 'en');
  return first === 'en' ? 'en' : 'vi';
}
