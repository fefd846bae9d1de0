/** Title and cure of each problem in `problems.ts`. */
import type { ProblemCode } from '../../problems.ts';

export const problems: Record<ProblemCode, { title: string; detail: string }> = {
  'bad-request': { title: 'The request has the wrong shape', detail: 'Mend what is named and send it again.' },
  'not-logged-in': { title: 'Not logged in', detail: "Log in, or use the report's private link." },
  'wrong-credentials': { title: 'Wrong name or password', detail: 'Check the user name and the password.' },
  'wrong-key': {
    title: 'The key is not valid',
    detail: 'It is wrong, was revoked, or has expired. Ask an administrator for a new one.',
  },
  'outside-scope': {
    title: 'The key is not for this',
    detail: 'Ask an administrator for a key with the scope that this needs.',
  },
  'second-factor-needed': {
    title: 'A code is needed',
    detail: 'Enter the code on your device, or one of your recovery codes.',
  },
  'wrong-proof': { title: 'Wrong password or code', detail: 'Check it and enter it again.' },
  'provider-down': { title: 'The shared log-in is away', detail: 'Log in by password, or try again in a few minutes.' },
  'missing-right': { title: 'Not allowed', detail: 'This belongs to another group.' },
  'wrong-origin': { title: 'The request comes from another site', detail: 'Open the official page and try again.' },
  'four-eyes': {
    title: 'A second person is needed',
    detail: 'Who asks does not approve. Ask another analyst to look at it.',
  },
  'not-found': { title: 'Not found', detail: 'Check the code or the address.' },
  'method-not-allowed': { title: 'Not asked like this', detail: 'See /api/docs for what may be done here.' },
  conflict: { title: 'The data has just changed', detail: 'Load it again and repeat.' },
  'held-by-other': { title: 'Somebody else has this task', detail: 'Take another one, or ask the holder.' },
  'not-holder': { title: "You don't hold this task", detail: 'Claim it first.' },
  'task-gone': { title: 'This task is no longer there', detail: 'It was completed, or the report was withdrawn.' },
  'no-use-now': { title: 'The report is not at this step', detail: 'See where it stands now.' },
  'already-rated': { title: 'Already rated', detail: 'A reply is rated once; comments are still welcome.' },
  'last-administrator': {
    title: 'Somebody must be left to administer',
    detail: 'Make another person administrator before you take this right away or close the account.',
  },
  'draft-changed': {
    title: 'It has changed since it was asked for',
    detail: 'The draft, or what is in force, is no longer what the request was about. Ask again.',
  },
  'already-fixed': {
    title: 'The report of this period is fixed already',
    detail: 'A period is fixed once. Where a figure has to be corrected, add an erratum.',
  },
  'period-not-over': { title: 'The period is not over', detail: 'Fix its report when it has ended.' },
  'nothing-differs': {
    title: 'The figure is found as it stands',
    detail: 'Counted again it is the same, so that there is nothing to correct.',
  },
  'engine-refused': {
    title: 'The engine refused it',
    detail: 'Nothing has changed. Read the engine’s reason, mend it and try again.',
  },
  erased: {
    title: 'Erased as the rules provide',
    detail: 'This was erased as the rules provide and cannot be brought back.',
  },
  stale: { title: 'This version is old', detail: 'Load the new one and repeat the change.' },
  'too-large': { title: 'Too large', detail: 'Make it smaller or shorter and send it again.' },
  invalid: { title: 'The content is not valid', detail: 'Mend what is named and send it again.' },
  'other-body-for-key': {
    title: 'The key was used for something else',
    detail: 'Use a new Idempotency-Key for a new report.',
  },
  'not-releasable': {
    title: 'It cannot be asked for yet',
    detail: 'Look at the check: mend its errors, give a reason for its warnings, and ask again.',
  },
  'outside-group': { title: "The person is outside the task's group", detail: 'Choose someone of the same group.' },
  'file-type': { title: 'This type of file is not accepted', detail: 'Send JPEG, PNG, WebP pictures or MP4 video.' },
  'too-many-requests': { title: 'Too many requests', detail: 'Wait a moment and try again.' },
  unexpected: {
    title: 'Something unexpected went wrong',
    detail: 'Try again; if it stays, tell the IOC and the time.',
  },
  'engine-down': { title: 'The process engine is down', detail: 'Drafts are kept; try again in some minutes.' },
  'database-down': { title: 'The database is down', detail: 'Try again in some minutes.' },
  'too-heavy': {
    title: 'This takes too much time or memory',
    detail: 'Look for an expression that never ends or a diagram that is too large, then try again.',
  },
  overloaded: { title: 'The system is overloaded', detail: 'Try again in some minutes.' },
};
