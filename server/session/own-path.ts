/** Where a log-in leads back to: a path of this site, and nothing that a browser takes for another. */

const start = '/tasks';

/** Read as browsers read it, which drop tabs and line ends and take `\\` for `/`: `/<tab>/host` would be a host. */
export function ownPath(to: string | undefined, publicUrl: string): string {
  if (!to?.startsWith('/') || !URL.canParse(to, publicUrl)) return start;
  const { origin, pathname, search, hash } = new URL(to, publicUrl);
  if (origin !== new URL(publicUrl).origin || pathname.startsWith('//')) return start;
  return pathname + search + hash;
}
