/** What a password must be: long. Rules of kinds of characters only make people write it down. */
export const shortestPassword = 12;
