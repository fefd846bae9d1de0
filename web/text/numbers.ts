/** Counts and shares as the language in force writes them. */
import { currentLanguage } from './text.ts';

const locale = (): string => (currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB');

/** `1.204` · `1,204` */
export const count = (n: number): string => n.toLocaleString(locale());

/** `81,2%` · `81.2%`; a dash where there is nothing to take a share of. */
export function share(n: number, all: number): string {
  if (all === 0) return '–';
  return (n / all).toLocaleString(locale(), {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}
