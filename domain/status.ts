/**
 * What a sender is shown: status and stage, derived from what the engine's record stream says and from nothing else
 * (contract, `GET /api/reports/{code}`). A pure step: standing + fact → standing; the projection feeds it in record
 * order.
 */
import type { ReportStatus } from './api/reports.ts';
import type { Stage } from './stages.ts';

/** What the record stream tells about a report, in the procedure's words. */
export type Fact =
  /** A user task was created / completed with an outcome. */
  | { is: 'stage-entered'; stage: Stage }
  | { is: 'stage-done'; stage: Stage; outcome: string }
  /** A job's COMPLETED record. */
  | { is: 'job-done'; type: string; kind?: string }
  /** A message reached the instance. */
  | { is: 'message'; name: 'supplement' | 'feedback' | 'withdrawal'; rated?: boolean; hasComment?: boolean }
  /** The instance has ended. */
  | { is: 'ended' };

export interface Standing {
  status: ReportStatus;
  stage: Stage | 'supplement' | 'feedback' | null;
  /** Turns true on the publishing job's COMPLETED record only: a withdrawal may win the race. */
  published: boolean;
  /** Whether the reply in force was rated; a new reply may be rated anew. */
  rated: boolean;
  ended: boolean;
}

/** Before the engine's first record. */
export const received: Standing = { status: 'received', stage: null, published: false, rated: false, ended: false };

/** The standing after a fact. Facts after the end change nothing. */
export function advance(standing: Standing, fact: Fact): Standing {
  if (standing.ended) return standing;
  switch (fact.is) {
    case 'stage-entered':
      return { ...standing, stage: fact.stage, status: statusIn(fact.stage) };
    case 'stage-done':
      return afterStage(standing, fact.stage, fact.outcome);
    case 'job-done':
      if (fact.type === 'request-supplement') return { ...standing, status: 'needs-supplement', stage: 'supplement' };
      if (fact.type === 'publish-reply') {
        return { ...standing, status: 'answered', stage: 'feedback', published: true, rated: false };
      }
      return standing;
    case 'message':
      return afterMessage(standing, fact);
    case 'ended':
      return {
        ...standing,
        ended: true,
        stage: null,
        status: standing.status === 'rejected' || standing.status === 'withdrawn' ? standing.status : 'closed',
      };
  }
}

function statusIn(stage: Stage): ReportStatus {
  if (stage === 'intake') return 'received';
  // Feedback is not settled while it is being looked at.
  return stage === 'review' ? 'answered' : 'in-progress';
}

function afterStage(standing: Standing, stage: Stage, outcome: string): Standing {
  switch (`${stage} ${outcome}`) {
    case 'intake accepted':
    case 'review clarify':
      return { ...standing, status: 'in-progress' };
    case 'intake incomplete':
      return { ...standing, status: 'needs-supplement', stage: 'supplement' };
    case 'intake rejected':
      return { ...standing, status: 'rejected', stage: null };
    case 'review closed':
      return { ...standing, status: 'closed', stage: null };
    default:
      return standing;
  }
}

function afterMessage(standing: Standing, fact: Extract<Fact, { is: 'message' }>): Standing {
  switch (fact.name) {
    case 'supplement':
      return { ...standing, status: 'received', stage: 'intake' };
    case 'withdrawal':
      // A reply that was given stays in force ("Đóng, trả lời còn giá trị").
      return { ...standing, status: standing.published ? 'closed' : 'withdrawn', stage: null };
    case 'feedback': {
      const rated = standing.rated || fact.rated === true;
      if (fact.hasComment) return { ...standing, rated, status: 'answered', stage: 'review' };
      return { ...standing, rated, status: rated ? 'closed' : standing.status };
    }
  }
}

/** Whether a sender's wish has any use in this standing; where it has none the answer is 409. */
export function maySupplement(standing: Pick<Standing, 'status'>): boolean {
  return standing.status === 'needs-supplement';
}

/** Until the reply is published, and again while a published one is being clarified. */
export function mayWithdraw(standing: Pick<Standing, 'status' | 'stage'>): boolean {
  return (
    standing.status === 'received' ||
    standing.status === 'needs-supplement' ||
    standing.status === 'in-progress' ||
    (standing.status === 'answered' && standing.stage === 'review')
  );
}

/** While the feedback window is open: a comment at any time, a rating once. */
export function mayGiveFeedback(
  standing: Pick<Standing, 'status' | 'stage' | 'rated'>,
  feedback: { rating?: unknown; comment?: unknown },
): boolean {
  if (standing.stage !== 'feedback') return false;
  if (standing.status !== 'answered' && standing.status !== 'closed') return false;
  return feedback.rating === undefined || !standing.rated;
}
