import { describe, expect, it } from 'vitest';
import type { Stage } from './stages.ts';
import { advance, type Fact, mayGiveFeedback, maySupplement, mayWithdraw, received, type Standing } from './status.ts';

/** A way in words: `+stage` entered, `stage:outcome` done, `!type` a job, `~message`, `.` the end. */
function fact(word: string): Fact {
  if (word === '.') return { is: 'ended' };
  if (word.startsWith('+')) return { is: 'stage-entered', stage: word.slice(1) as Stage };
  if (word.startsWith('!')) return { is: 'job-done', type: word.slice(1) };
  if (word.startsWith('~')) {
    const [name, ...flags] = word.slice(1).split(',');
    const rated = flags.includes('rated');
    const hasComment = flags.includes('comment');
    return { is: 'message', name: name as 'supplement', rated, hasComment };
  }
  const [stage, outcome] = word.split(':') as [Stage, string];
  return { is: 'stage-done', stage, outcome };
}
const standingAfter = (way: string): Standing => way.split(' ').map(fact).reduce(advance, received);

const toAnswer =
  '+intake intake:accepted +routing routing:routed +scope scope:in-scope +instruction instruction:instructed ' +
  '+handling handling:done +approval approval:approved +publication publication:public !publish-reply';

describe('the status that a sender is shown', () => {
  it.each([
    ['before the first record', '', 'received', null],
    ['while intake looks at it', '+intake', 'received', 'intake'],
    ['accepted', '+intake intake:accepted', 'in-progress', 'intake'],
    ['something is missing', '+intake intake:incomplete', 'needs-supplement', 'supplement'],
    ['the sender was asked', '+intake intake:incomplete !request-supplement', 'needs-supplement', 'supplement'],
    ['supplemented', '+intake intake:incomplete !request-supplement ~supplement', 'received', 'intake'],
    ['the window is over', '+intake intake:incomplete !request-supplement .', 'closed', null],
    ['refused', '+intake intake:rejected', 'rejected', null],
    ['refused and ended', '+intake intake:rejected !notify-sender .', 'rejected', null],
    ['at the agency', '+intake intake:accepted +routing routing:routed +scope', 'in-progress', 'scope'],
    ['one of two opinions given', '+opinion +opinion opinion:agreed', 'in-progress', 'opinion'],
    ['edited but not yet out', '+publication publication:public', 'in-progress', 'publication'],
    ['answered', toAnswer, 'answered', 'feedback'],
    ['rated without a comment', `${toAnswer} ~feedback,rated`, 'closed', 'feedback'],
    ['rated, then the window ends', `${toAnswer} ~feedback,rated .`, 'closed', null],
    ['commented', `${toAnswer} ~feedback,comment +review`, 'answered', 'review'],
    ['commented after a rating', `${toAnswer} ~feedback,rated ~feedback,comment`, 'answered', 'review'],
    ['review closes', `${toAnswer} ~feedback,comment +review review:closed .`, 'closed', null],
    [
      'being clarified',
      `${toAnswer} ~feedback,comment +review review:clarify +instruction`,
      'in-progress',
      'instruction',
    ],
    [
      'answered again',
      `${toAnswer} ~feedback,comment +review review:clarify +publication !publish-reply`,
      'answered',
      'feedback',
    ],
    ['nobody says anything for 15 days', `${toAnswer} .`, 'closed', null],
    ['withdrawn at intake', '+intake ~withdrawal .', 'withdrawn', null],
    [
      'withdrawn in handling',
      '+intake intake:accepted +routing routing:routed +scope ~withdrawal .',
      'withdrawn',
      null,
    ],
    ['withdrawn after the reply', `${toAnswer} ~feedback,comment +review ~withdrawal .`, 'closed', null],
  ])('%s', (_name, way, status, stage) => {
    const standing = way === '' ? received : standingAfter(way);
    expect([standing.status, standing.stage]).toEqual([status, stage]);
  });

  it('changes no more after the end', () => {
    expect(standingAfter(`${toAnswer} . +intake`)).toEqual(standingAfter(`${toAnswer} .`));
  });
});

describe('what a sender may do', () => {
  it.each([
    // way, supplement, withdrawal, rating, comment
    ['+intake', false, true, false, false],
    ['+intake intake:incomplete', true, true, false, false],
    ['+intake intake:rejected', false, false, false, false],
    ['+intake intake:accepted +routing', false, true, false, false],
    [toAnswer, false, false, true, true],
    [`${toAnswer} ~feedback,rated`, false, false, false, true],
    [`${toAnswer} ~feedback,comment`, false, true, false, false],
    [`${toAnswer} ~feedback,rated,comment +review review:clarify +instruction`, false, true, false, false],
    [
      `${toAnswer} ~feedback,rated,comment +review review:clarify +publication !publish-reply`,
      false,
      false,
      true,
      true,
    ],
    [`${toAnswer} .`, false, false, false, false],
    ['+intake ~withdrawal', false, false, false, false],
  ])('%s', (way, supplement, withdrawal, rating, comment) => {
    const standing = standingAfter(way);
    expect(maySupplement(standing)).toBe(supplement);
    expect(mayWithdraw(standing)).toBe(withdrawal);
    expect(mayGiveFeedback(standing, { rating: 'satisfied' })).toBe(rating);
    expect(mayGiveFeedback(standing, { comment: 'x' })).toBe(comment);
  });
});
