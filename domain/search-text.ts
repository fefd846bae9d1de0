/**
 * Folds text so that it is found without diacritics: `đường` and `duong` meet. MongoDB folds combining marks itself
 * but not đ, so both the stored copy and the query go through here.
 */

/** NFD, marks dropped, đ → d, lower case, blanks in one. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Text as it is stored: NFC, no control characters but line ends and tabs, no blanks at its ends. */
export function cleanText(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .trim()
  );
}
