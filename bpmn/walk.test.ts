/** A report's every way through the diagram, on the engine: each loop, each exit, and no variable where it must not be. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instanceVariables } from './questions.ts';
import { iso, start, type Walk, walk } from './walker.ts';

const hour = 3_600_000;
let report: Walk;

function nothingLeaked(): void {
  expect(report.incidents()).toEqual([]);
  if (!report.ended()) expect(Object.keys(report.root()).filter((name) => !instanceVariables.has(name))).toEqual([]);
}

beforeEach(async () => {
  report = await walk();
});
afterEach(async () => {
  nothingLeaked();
  await report.close();
});

const accepted = (field = 'transport', district: string | null = null): Promise<void> =>
  report.does('intake', 'accepted', { field, district });
const routed = (leadAgency = 'sgtvt', coordinatingAgencies?: string[]): Promise<void> =>
  report.does('routing', 'routed', { leadAgency, ...(coordinatingAgencies ? { coordinatingAgencies } : {}) });
const toHandling = async (...agencies: Parameters<typeof routed>): Promise<void> => {
  await accepted();
  await routed(...agencies);
  await report.does('scope', 'in-scope');
};
const handled = async (): Promise<void> => {
  await report.does('instruction', 'instructed');
  await report.does('handling', 'done');
};
const answered = async (outcome = 'public'): Promise<void> => {
  await toHandling();
  await handled();
  await report.does('approval', 'approved');
  await report.does('publication', outcome);
};

describe('a report', () => {
  it('goes from reception to the answer, and is closed when the window for feedback ends', async () => {
    expect(report.open()).toEqual(['intake ioc-intake']);
    await accepted();
    expect(report.root()).toMatchObject({ field: 'transport', proposedAgencies: ['sgtvt'] });
    expect(report.open()).toEqual(['routing ioc-duty']);
    await routed();
    expect(report.root()).toMatchObject({ leadAgency: 'sgtvt', coordinatingAgencies: [] });
    expect(report.open()).toEqual(['scope agency:sgtvt:officer']);
    await report.does('scope', 'in-scope');
    expect(report.root().handlingDueAt).toBe(iso(start + 8 * hour));
    expect(report.open()).toEqual(['instruction agency:sgtvt:leader']);
    await report.does('instruction', 'instructed');
    expect(report.open()).toEqual(['handling agency:sgtvt:officer']);
    expect(report.sees('handling')).toMatchObject({ clockDue: iso(start + 8 * hour), outcome: null, days: null });
    await report.does('handling', 'done');
    expect(report.open()).toEqual(['approval agency:sgtvt:leader']);
    await report.does('approval', 'approved');
    expect(report.open()).toEqual(['publication agency:sgtvt:officer']);
    await report.does('publication', 'public');
    expect(report.jobs).toContain('publish-reply publish public');
    expect(report.root()).toMatchObject({ closure: 'answered', publishedAt: iso(start) });
    nothingLeaked();
    await report.moves(15 * 24 * hour - 1000);
    expect(report.ended()).toBe(false);
    await report.moves(1000);
    expect(report.ended()).toBe(true);
    expect(report.way.at(-1)).toBe('closed');
  });

  it('is proposed to the district for the environment, and to nobody where the place is unknown', async () => {
    await accepted('environment', 'hoian');
    expect(report.root().proposedAgencies).toEqual(['hoian']);
    await report.close();
    report = await walk();
    await accepted('environment');
    expect(report.root().proposedAgencies).toEqual([]);
    expect(report.open()).toEqual(['routing ioc-duty']);
  });

  it('that is rejected ends, and the sender is told', async () => {
    await report.does('intake', 'rejected');
    expect(report.jobs).toContain('notify-sender notify-rejected rejected');
    expect(report.ended()).toBe(true);
    expect(report.way.at(-1)).toBe('not-answered-end');
  });

  it('that asked for confidence is answered in private even when someone says public', async () => {
    await report.close();
    report = await walk({ confidential: true });
    await answered('public');
    expect(report.jobs).toContain('publish-reply tell-private private');
    expect(report.jobs).not.toContain('publish-reply publish public');
  });

  it('about a state secret is only told to be handled', async () => {
    await answered('sealed');
    expect(report.jobs).toContain('publish-reply tell-sealed sealed');
  });
});

describe('a supplement', () => {
  it('starts intake anew with its own clock, the second as well as the first', async () => {
    await report.does('intake', 'incomplete');
    expect(report.open()).toEqual([]);
    for (const days of [1, 2]) {
      await report.moves(hour);
      await report.says('supplement', { supplementedAt: iso(start + days * 24 * hour) });
      expect(report.sees('intake')).toMatchObject({ clockStart: iso(start + days * 24 * hour), outcome: null });
      if (days === 1) await report.does('intake', 'incomplete');
    }
    await accepted();
    expect(report.open()).toEqual(['routing ioc-duty']);
  });

  it('that does not come closes the report at its date, which may move', async () => {
    await report.does('intake', 'incomplete');
    await report.says('supplement-deadline-changed', { dueAt: iso(start + 60 * hour) });
    await report.moves(55 * hour);
    expect(report.ended()).toBe(false);
    await report.moves(5 * hour);
    expect(report.jobs).toContain('notify-sender notify-incomplete incomplete');
    expect(report.ended()).toBe(true);
  });
});

describe('an agency', () => {
  it('that returns a report once has it routed again; a second return goes to the province', async () => {
    await accepted();
    await routed('sgtvt');
    await report.does('scope', 'out-of-scope');
    expect(report.open()).toEqual(['routing ioc-duty']);
    expect(report.sees('routing')).toMatchObject({ leadAgency: null, coordinatingAgencies: null });
    await routed('hoian', ['syt']);
    await report.does('scope', 'out-of-scope');
    expect(report.open()).toEqual(['direction-report ioc-duty']);
    await report.does('direction-report', 'submitted');
    expect(report.open()).toEqual(['direction province']);
    await report.does('direction', 'directed', { leadAgency: 'tamky', coordinatingAgencies: ['syt'] });
    expect(report.open()).toEqual(['instruction agency:tamky:leader']);
    expect(report.way.filter((id) => id === 'scope')).toHaveLength(2);
    expect(report.way).not.toContain('opinion');
    await handled();
    expect(report.open()).toEqual(['approval agency:tamky:leader']);
  });

  it('is named by the province when the duty officer asks for direction', async () => {
    await accepted();
    await report.does('routing', 'needs-direction');
    await report.does('direction-report', 'submitted');
    await report.does('direction', 'directed', { leadAgency: 'syt' });
    expect(report.open()).toEqual(['instruction agency:syt:leader']);
    expect(report.root()).toMatchObject({ directed: true, coordinatingAgencies: [] });
  });
});

describe('coordinating agencies', () => {
  it('are all awaited, and agreement goes on', async () => {
    await toHandling('sgtvt', ['syt', 'hoian']);
    expect(report.open()).toEqual(['opinion agency:hoian:officer', 'opinion agency:syt:officer']);
    await report.does('opinion', 'agreed', {}, 'agency:syt:officer');
    expect(report.open()).toEqual(['opinion agency:hoian:officer']);
    await report.does('opinion', 'agreed', {}, 'agency:hoian:officer');
    expect(report.open()).toEqual(['instruction agency:sgtvt:leader']);
    expect(report.root().opinionOutcomes).toEqual(['agreed', 'agreed']);
  });

  it('are all awaited also after the first no, and one no goes to the province', async () => {
    await toHandling('sgtvt', ['syt', 'hoian']);
    await report.does('opinion', 'disagreed', {}, 'agency:syt:officer');
    expect(report.open()).toEqual(['opinion agency:hoian:officer']);
    await report.does('opinion', 'agreed', {}, 'agency:hoian:officer');
    expect(report.open()).toEqual(['direction-report ioc-duty']);
    await report.moves(hour);
    await report.does('direction-report', 'submitted');
    await report.does('direction', 'directed', { leadAgency: 'sgtvt', coordinatingAgencies: ['syt'] });
    expect(report.open()).toEqual(['instruction agency:sgtvt:leader']);
    expect(report.root().handlingDueAt).toBe(iso(start + 9 * hour));
  });

  it('have a clock that knows the handling deadline as its limit', async () => {
    await toHandling('sgtvt', ['syt']);
    expect(report.sees('opinion')).toMatchObject({ budget: '2d', clockLimit: iso(start + 8 * hour), agency: 'syt' });
  });
});

describe('the handling clock', () => {
  it('moves when an extension is granted and stays when it is refused', async () => {
    await toHandling();
    await report.does('instruction', 'instructed');
    await report.does('handling', 'extension-requested', { days: 3 });
    expect(report.open()).toEqual(['extension agency:sgtvt:leader']);
    expect(report.root().extensionDays).toBe(3);
    await report.does('extension', 'refused');
    expect(report.sees('handling').clockDue).toBe(iso(start + 8 * hour));
    await report.does('handling', 'extension-requested', { days: 5 });
    await report.does('extension', 'granted', { days: 2 });
    expect(report.root().extensionDays).toBe(2);
    expect(report.sees('handling').clockDue).toBe(iso(start + 48 * hour));
    await report.does('handling', 'done');
    expect(report.root().extensionDays).toBeNull();
  });

  it('is kept with a minimum when the result is returned', async () => {
    await toHandling();
    await handled();
    await report.does('approval', 'returned');
    expect(report.jobs).toContain('extend-deadline keep');
    expect(report.root().approvedAt).toBeNull();
    expect(report.sees('handling').clockDue).toBe(iso(start + 48 * hour));
    await report.does('handling', 'done');
    await report.does('approval', 'edited-and-approved');
    expect(report.sees('publication').clockStart).toBe(report.root().approvedAt);
  });
});

describe('feedback', () => {
  it('with a rating alone leaves the window open; a comment opens a review; clarifying is a new round', async () => {
    await toHandling('sgtvt', ['syt']);
    await report.does('opinion', 'agreed');
    await handled();
    await report.does('approval', 'approved');
    await report.does('publication', 'public');
    await report.says('feedback', { rating: 'satisfied', hasComment: false, feedbackAt: iso(start) });
    expect([report.open(), report.ended()]).toEqual([[], false]);
    await report.moves(24 * hour);
    await report.says('feedback', { rating: null, hasComment: true, feedbackAt: iso(start + 24 * hour) });
    expect(report.open()).toEqual(['review ioc-intake']);
    expect(report.sees('review')).toMatchObject({ clockStart: iso(start + 24 * hour), outcome: null });
    await report.does('review', 'clarify');
    expect(report.open()).toEqual(['instruction agency:sgtvt:leader']);
    expect(report.root()).toMatchObject({ closure: null, handlingDueAt: iso(start + 32 * hour) });
    await handled();
    await report.does('approval', 'approved');
    await report.does('publication', 'private');
    expect(report.root()).toMatchObject({ closure: 'answered', publishedAt: iso(start + 24 * hour) });
    nothingLeaked();
    await report.moves(14 * 24 * hour + 23 * hour);
    expect(report.ended()).toBe(false);
    await report.moves(hour);
    expect(report.ended()).toBe(true);
  });

  it('may be closed after the review', async () => {
    await answered();
    await report.says('feedback', { rating: 'unsatisfied', hasComment: true, feedbackAt: iso(start) });
    nothingLeaked();
    await report.does('review', 'closed');
    expect(report.ended()).toBe(true);
    expect(report.way.at(-1)).toBe('not-answered-end');
  });
});

describe('a withdrawal', () => {
  const stages: [stage: string, way: () => Promise<void>][] = [
    ['intake', async () => {}],
    ['supplement', () => report.does('intake', 'incomplete')],
    ['routing', () => accepted()],
    ['scope', () => accepted().then(() => routed())],
    ['opinion', () => toHandling('sgtvt', ['syt', 'hoian'])],
    ['handling', () => toHandling().then(() => report.does('instruction', 'instructed'))],
    ['approval', () => toHandling().then(handled)],
  ];

  it.each(stages)('ends the report in %s', async (_stage, way) => {
    await way();
    await report.says('withdrawal');
    expect(report.open()).toEqual([]);
    expect(report.way.at(-1)).toBe('withdrawn-end');
    expect(report.jobs.at(-1)).toBe('notify-withdrawn withdrawn-end');
    expect(report.ended()).toBe(true);
  });

  it('in a review leaves the answer that is out', async () => {
    await answered();
    await report.says('feedback', { rating: null, hasComment: true, feedbackAt: iso(start) });
    await report.says('withdrawal');
    expect(report.way.at(-1)).toBe('withdrawn-late-end');
    expect(report.jobs.some((job) => job.startsWith('notify-withdrawn'))).toBe(false);
  });
});

describe('the watch', () => {
  const told = (): string[] => report.jobs.filter((job) => /^(remind|report-overdue)/.test(job));

  it('reminds at its date and reports at the due date, once for each deadline', async () => {
    await report.moves(6 * hour - 1000);
    expect(told()).toEqual([]);
    await report.moves(1000);
    expect(told()).toEqual(['remind watch-remind-end']);
    await report.moves(2 * hour);
    expect(told()).toEqual(['remind watch-remind-end', 'report-overdue watch-overdue-end']);
    nothingLeaked();
  });

  it('keeps several deadlines apart and holds no report that has ended', async () => {
    await accepted();
    await report.moves(hour);
    await routed();
    await report.moves(5 * hour);
    expect(told()).toHaveLength(2);
    await report.says('withdrawal');
    await report.moves(100 * hour);
    expect(report.ended()).toBe(true);
    expect(told()).toHaveLength(2);
  });
});
