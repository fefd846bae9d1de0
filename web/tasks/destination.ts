/** Where one goes after logging in. Pure. */

/** Where to go after logging in: a path of this site's staff pages, else the first page that the person may see. */
export function destination(to: string | null, rights: readonly string[]): string {
  if (to && /^\/(tasks|watch)(\/|\?|$)/.test(to)) return to;
  return !rights.includes('task.see') && rights.includes('instance.see') ? '/watch' : '/tasks';
}
