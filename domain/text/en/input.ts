/** What is wrong with one field of a form. */
import type { InputProblem } from '../../completion.ts';

export const input: Record<InputProblem['code'], (limit?: number) => string> = {
  required: () => 'This is required',
  type: () => 'Wrong type of value',
  'too-long': (limit) => `Longer than ${limit} characters`,
  'too-many': (limit) => `More than ${limit} entries`,
  range: (limit) => `Must be from 1 to ${limit}`,
  'unknown-outcome': () => 'This stage has no such outcome',
  'unknown-field': () => 'This outcome has no such field',
  'unknown-code': () => 'The code is not in the list',
  twice: () => 'Already there',
  confidential: () => 'The sender asked for confidentiality: it may not be published (article 10.2)',
  format: () => 'Not in the right form',
  future: () => 'The time lies in the future',
  incomplete: () => 'At least one of the fields is needed',
};
