/**
 * Which of the two areas a path belongs to, and with it which document. Apart from the table of pages, so that a page
 * can move on (`go`) without importing the table that imports it; a test holds the two together.
 */
export type Area = 'portal' | 'staff';

export function areaOf(pathname: string): Area {
  return /^\/(login|tasks|leaders|watch|studio|notices|elements)(\/|$)/.test(pathname) ? 'staff' : 'portal';
}
