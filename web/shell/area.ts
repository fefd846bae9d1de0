/**
 * Which of the two areas a path belongs to, and with it which document. Apart from the table of pages, so that a page
 * can move on (`go`) without importing the table that imports it; a test holds the two together.
 */
export type Area = 'portal' | 'staff';

export function areaOf(pathname: string): Area | 'handbook' {
  // Pages of their own, without a script (handbook/pages.ts).
  if (/^\/handbook(\/|$)/.test(pathname)) return 'handbook';
  return /^\/(login|tasks|leaders|statistics|watch|studio|admin|account|password|notices|elements)(\/|$)/.test(pathname)
    ? 'staff'
    : 'portal';
}
