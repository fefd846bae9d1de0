/**
 * Words by key. Every text that a person reads stands in one of eight pairs of files: vi.ts and en.ts (the frame and the
 * first page), more/ (the portal's other pages, and what they share with the staff's), staff/, watch/, studio/, admin/, statistics/, gallery/
 * (the page of elements). This file picks the language, keeps the choice and tells the pages when it changes. Only the chosen
 * language is loaded, and of it only what the page needs: the first page is opened on slow phones.
 */
import type { adminVi } from './admin/vi.ts';
import type { galleryVi } from './gallery/vi.ts';
import type { moreVi } from './more/vi.ts';
import type { staffVi } from './staff/vi.ts';
import type { statisticsVi } from './statistics/vi.ts';
import type { studioVi } from './studio/vi.ts';
import type { vi } from './vi.ts';
import type { watchVi } from './watch/vi.ts';

export type Language = 'vi' | 'en';
export type TextKey =
  | keyof typeof vi
  | keyof typeof moreVi
  | keyof typeof staffVi
  | keyof typeof watchVi
  | keyof typeof studioVi
  | keyof typeof adminVi
  | keyof typeof statisticsVi
  | keyof typeof galleryVi;
export type Layer = 'first' | 'more' | 'staff' | 'watch' | 'studio' | 'admin' | 'statistics' | 'gallery';
type Words = Record<string, string>;

const storageKey = 'qn.language';
const sources: Record<Layer, Record<Language, () => Promise<Words>>> = {
  first: { vi: async () => (await import('./vi.ts')).vi, en: async () => (await import('./en.ts')).en },
  more: {
    vi: async () => (await import('./more/vi.ts')).moreVi,
    en: async () => (await import('./more/en.ts')).moreEn,
  },
  staff: {
    vi: async () => (await import('./staff/vi.ts')).staffVi,
    en: async () => (await import('./staff/en.ts')).staffEn,
  },
  watch: {
    vi: async () => (await import('./watch/vi.ts')).watchVi,
    en: async () => (await import('./watch/en.ts')).watchEn,
  },
  studio: {
    vi: async () => (await import('./studio/vi.ts')).studioVi,
    en: async () => (await import('./studio/en.ts')).studioEn,
  },
  admin: {
    vi: async () => (await import('./admin/vi.ts')).adminVi,
    en: async () => (await import('./admin/en.ts')).adminEn,
  },
  statistics: {
    vi: async () => (await import('./statistics/vi.ts')).statisticsVi,
    en: async () => (await import('./statistics/en.ts')).statisticsEn,
  },
  gallery: {
    vi: async () => (await import('./gallery/vi.ts')).galleryVi,
    en: async () => (await import('./gallery/en.ts')).galleryEn,
  },
};

let language: Language = 'vi';
let words: Words = {};
const layers = new Set<Layer>(['first']);
const listeners = new Set<() => void>();

/** The language in force. */
export function currentLanguage(): Language {
  return language;
}

/** The choice kept on this device; Vietnamese where there is none. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

async function load(): Promise<void> {
  const parts = await Promise.all([...layers].map((layer) => sources[layer][language]()));
  words = Object.assign({}, ...parts);
}

/** Loads a language, sets `<html lang>` and tells the listeners. The choice is kept where the device allows it. */
export async function useLanguage(next: Language): Promise<void> {
  language = next;
  await load();
  document.documentElement.lang = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A device that keeps nothing still changes language for this visit.
  }
  for (const listener of listeners) listener();
}

let loading: Promise<void> = Promise.resolve();

/** Loads these words as well. Rejects where they can't be fetched; the next call tries again. */
export function useWords(needed: readonly Layer[]): Promise<void> {
  const fresh = needed.filter((layer) => !layers.has(layer));
  // Asked for by somebody else already: they may still be on their way.
  if (fresh.length === 0) return loading;
  for (const layer of fresh) layers.add(layer);
  loading = load().catch((cause) => {
    for (const layer of fresh) layers.delete(layer);
    throw cause;
  });
  return loading;
}

/** Calls `listener` after each change of language; answers how to stop. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of a key, with `{name}` replaced. An unknown key shows itself, so that a hole is seen, not hidden. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The text of a key that comes from data, or undefined where the language has none. */
export function textFor(prefix: string, id: string): string | undefined {
  return words[`${prefix}.${id}`];
}

/** Picks the Vietnamese or English side of a pair that is data (`{vi, en}` of domain/). */
export function inLanguage(pair: { vi: string; en: string }): string {
  return pair[language];
}

/** For tests: sets the words without loading. */
export function setWords(next: Language, given: Words): void {
  language = next;
  words = given;
}
