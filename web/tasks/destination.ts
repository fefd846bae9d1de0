/** Where one goes after logging in. Pure. */
import { areaOf } from '../shell/area.ts';

/** Where to go after logging in: a path of this site's staff pages, else the first page that the person may see. */
export function destination(to: string | null, rights: readonly string[]): string {
  const path = to?.split(/[?#]/)[0] ?? '';
  if (to && areaOf(path) === 'staff' && !/^\/login(\/|$)/.test(path)) return to;
  if (rights.includes('leaders.see')) return '/leaders';
  return !rights.includes('task.see') && rights.includes('instance.see') ? '/watch' : '/tasks';
}
