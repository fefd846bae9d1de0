/** `npm run engine`: without words it is the engine; with words, a client of one. Each loads only what it needs. */
const words = process.argv.slice(2);
if (words.length === 0) await import('./main.ts');
else await (await import('./cli/main.ts')).main(words);
