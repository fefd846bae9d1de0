/** What the bundler lets us import besides code. */
declare module '*.css';

interface ImportMeta {
  /** Vite: the files that match, read when the pages are built. */
  glob<T>(pattern: string, options: { eager: true; import: 'default' }): Record<string, T>;
}
