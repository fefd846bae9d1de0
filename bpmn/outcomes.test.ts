/** Every outcome goes exactly one way, and every loop comes back with the variables it needs and no old ones. */
import { describe, expect, it } from 'vitest';
import { outcomesOf, type Stage, stageIds } from '../domain/stages.ts';
import { all, camel, element, feel, outgoing, output, sources, taken, type Variables } from './questions.ts';

describe('outcomes', () => {
  /** Stage → the gateway that reads its outcome, and the variables under which each outcome is decided. */
  const gateways: Partial<Record<Stage, { gateway: string; settings: Variables[] }>> = {
    intake: { gateway: 'intake-gw', settings: [{}] },
    routing: { gateway: 'routing-gw', settings: [{}] },
    scope: { gateway: 'scope-gw', settings: [{ scopeReturns: 1 }, { scopeReturns: 2 }, { scopeReturns: 3 }] },
    handling: { gateway: 'handling-gw', settings: [{}] },
    extension: { gateway: 'extension-gw', settings: [{}] },
    approval: { gateway: 'approval-gw', settings: [{}] },
    publication: { gateway: 'publication-gw', settings: [{}, { confidential: true }, { confidential: false }] },
    review: { gateway: 'review-gw', settings: [{}] },
  };
  const several = stageIds.filter((stage) => Object.keys(outcomesOf(stage)).length > 1 && stage !== 'opinion');

  it.each(several)('of %s each take exactly one way, and an unknown one takes none', (stage) => {
    const { gateway, settings } = gateways[stage]!;
    expect(outgoing(stage).map((flow) => flow.moddle.targetRef.id)).toEqual([gateway]);
    expect(element(gateway).moddle.default).toBeUndefined();
    for (const setting of settings) {
      const ways = Object.keys(outcomesOf(stage)).map((outcome) =>
        taken(gateway, { ...setting, [`${camel(stage)}Outcome`]: outcome }),
      );
      for (const way of ways) expect(way).toHaveLength(1);
      for (const unknown of ['maybe', null])
        expect(taken(gateway, { ...setting, [`${camel(stage)}Outcome`]: unknown })).toEqual([]);
    }
  });

  it('every way out of an outcome gateway is taken by some outcome', () => {
    for (const [stage, entry] of Object.entries(gateways)) {
      const reached = new Set(
        entry.settings.flatMap((setting) =>
          Object.keys(outcomesOf(stage as Stage)).flatMap((outcome) =>
            taken(entry.gateway, { ...setting, [`${camel(stage)}Outcome`]: outcome }),
          ),
        ),
      );
      expect([...reached].sort()).toEqual(
        outgoing(entry.gateway)
          .map((flow) => flow.moddle.targetRef.id)
          .sort(),
      );
    }
  });

  it('of the opinions: one disagreement goes to the province, agreement goes on, anything else stops', () => {
    const decide = (...opinionOutcomes: (string | null)[]): string[] => taken('opinions-done', { opinionOutcomes });
    expect(decide('agreed', 'agreed')).toEqual(['instruction-in']);
    expect(decide('agreed', 'disagreed')).toEqual(['direction-in']);
    expect(decide('disagreed', null)).toEqual(['direction-in']);
    expect(decide('agreed', null)).toEqual([]);
    expect(element('opinions-done').moddle.default).toBeUndefined();
  });

  it('public on a confidential report is answered in private', () => {
    expect(taken('publication-gw', { publicationOutcome: 'public', confidential: true })).toEqual(['tell-private']);
    expect(taken('publication-gw', { publicationOutcome: 'public', confidential: false })).toEqual(['publish']);
    expect(taken('publication-gw', { publicationOutcome: 'sealed', confidential: true })).toEqual(['tell-sealed']);
  });

  it('the first return of a report is routed again, the second goes to the province', () => {
    const counted = (outcome: string, scopeReturns: number | null): unknown =>
      output('scope', 'scopeReturns', { outcome, scopeReturns });
    expect([counted('out-of-scope', null), counted('out-of-scope', 1), counted('in-scope', 1)]).toEqual([1, 2, 1]);
    expect(taken('scope-gw', { scopeOutcome: 'out-of-scope', scopeReturns: 1 })).toEqual(['routing-in']);
    expect(taken('scope-gw', { scopeOutcome: 'out-of-scope', scopeReturns: 2 })).toEqual(['direction-in']);
  });
});

describe('loops', () => {
  it('opinions are asked only with coordinating agencies, before direction and before an answer', () => {
    const asked = (variables: Variables): string[] => taken('opinions-gw', variables);
    expect(asked({ coordinatingAgencies: ['syt'] })).toEqual(['opinion']);
    expect(asked({ coordinatingAgencies: [] })).toEqual([]);
    expect(asked({ coordinatingAgencies: ['syt'], directed: true })).toEqual([]);
    expect(asked({ coordinatingAgencies: ['syt'], publishedAt: '2026-11-24T10:00:00+07:00' })).toEqual([]);
    expect(element('opinions-gw').moddle.default.targetRef.id).toBe('instruction-in');
  });

  it('intake counts from the report, and after a supplement from the supplement', () => {
    const start = sources(element('intake'), 'inputs').clockStart!;
    expect(feel(start, { receivedAt: 'a' })).toBe('a');
    expect(feel(start, { receivedAt: 'a', supplementedAt: 'b' })).toBe('b');
  });

  it('a returned result keeps the handling clock with at least one day, and leaves no time of approval', () => {
    expect(taken('approval-gw', { approvalOutcome: 'returned' })).toEqual(['keep']);
    expect(element('keep')).toMatchObject({ jobType: 'extend-deadline', headers: { minimum: '1d' } });
    expect(output('approval', 'approvedAt', { outcome: 'returned' })).toBeNull();
    expect(output('approval', 'approvedAt', { outcome: 'approved' })).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('clarification opens a new handling clock, and the report has no closure meanwhile', () => {
    expect(taken('review-gw', { reviewOutcome: 'clarify' })).toEqual(['handling-open-in']);
    expect(output('review', 'closure', { outcome: 'clarify', closure: 'answered' })).toBeNull();
    expect(output('review', 'closure', { outcome: 'closed', closure: 'answered' })).toBe('closed');
  });

  it('feedback is taken for fifteen calendar days from the answer', () => {
    const timer = element('feedback-closed').moddle.eventDefinitions[0].timeDate.body.replace(/^=/, '');
    const end = feel(`string(${timer})`, { publishedAt: '2026-02-10T16:30:00+07:00' });
    expect(end).toBe('2026-02-25T16:30:00+07:00');
  });

  it('a comment goes back to review, a rating alone to the same window', () => {
    expect(taken('comment-gw', { hasComment: true })).toEqual(['stages-in']);
    expect(element('comment-gw').moddle.default.targetRef.id).toBe('feedback-in');
    expect(output('feedback-received', 'entry', { hasComment: true })).toBe('review');
    expect(output('feedback-received', 'entry', { hasComment: false })).toBeNull();
    expect(taken('entry-gw', { entry: 'review' })).toEqual(['review']);
    expect(taken('entry-gw', { entry: null })).toEqual([]);
  });

  it('a withdrawal ends the stages; an answer that is out keeps its worth', () => {
    expect(element('withdrawal').moddle).toMatchObject({ $type: 'bpmn:BoundaryEvent', cancelActivity: true });
    expect(element('withdrawal').moddle.attachedToRef.id).toBe('stages');
    expect(taken('withdrawal-gw', {})).toEqual(['withdrawn-end']);
    expect(taken('withdrawal-gw', { publishedAt: '2026-02-10T16:30:00+07:00' })).toEqual(['withdrawn-late-end']);
  });

  it('each end of the stages is told apart by closure', () => {
    const set = new Map(
      all.flatMap((e) => e.outputs.filter((m) => m.target === 'closure').map((m) => [e.id, m.source])),
    );
    expect(Object.fromEntries(set)).toMatchObject({
      'notify-rejected': '="rejected"',
      'notify-incomplete': '="incomplete"',
      publish: '="answered"',
      'tell-private': '="answered"',
      'tell-sealed': '="answered"',
    });
    expect(taken('stages-gw', { closure: 'answered' })).toEqual(['feedback-in']);
    for (const closure of ['rejected', 'incomplete', 'closed'])
      expect(taken('stages-gw', { closure })).toEqual(['not-answered-end']);
  });
});
