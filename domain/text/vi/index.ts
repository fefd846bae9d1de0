/** Every text in Vietnamese, the first language of the product. */
export { digest } from './digest.ts';
export * as durations from './durations.ts';
export { history } from './history.ts';
export { input } from './input.ts';
export { mails } from './mails.ts';
export * as names from './names.ts';
export * as open311 from './open311.ts';
export { problems } from './problems.ts';
export { pushes } from './pushes.ts';
export * as reading from './reading.ts';
export * as routing from './routing.ts';
export * as sheets from './sheets.ts';
