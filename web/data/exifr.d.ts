/** The smallest build of exifr (JPEG only) has no declarations of its own. */
declare module 'exifr/dist/mini.esm.mjs' {
  /** Tags by number, and `latitude`, `longitude` in degrees where the picture has them. */
  export function parse(file: Blob, options: Record<string, boolean>): Promise<Record<string, unknown> | undefined>;
}
