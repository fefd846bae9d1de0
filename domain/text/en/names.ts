/** Names: statuses, stages, outcomes, ratings. */
import type * as vi from '../vi/names.ts';

export const statuses: typeof vi.statuses = {
  received: 'Received',
  'needs-supplement': 'More information needed',
  'in-progress': 'In progress',
  answered: 'Answered',
  closed: 'Closed',
  rejected: 'Not accepted',
  withdrawn: 'Withdrawn',
};

export const stages: typeof vi.stages = {
  intake: 'Check and accept',
  routing: 'Pass to an agency',
  'direction-report': 'Report to the province',
  direction: 'Direction by the province',
  scope: 'Check of scope',
  opinion: 'Opinion of a coordinating agency',
  instruction: 'Instruction by the head of the unit',
  handling: 'Handling and result',
  extension: 'Decision on more time',
  approval: 'Approval of the result',
  publication: 'Editing and publication',
  review: 'Review of feedback',
  supplement: 'Waiting for the sender',
  feedback: 'Waiting for a rating',
};

export const ratings: typeof vi.ratings = {
  satisfied: 'Satisfied',
  acceptable: 'Acceptable',
  unsatisfied: 'Not satisfied',
};

export const resolutions: typeof vi.resolutions = {
  fixed: 'Fixed',
  answered: 'Answered',
  'cannot-fix': "Can't be fixed",
};

export const groups: typeof vi.groups = {
  'ioc-intake': 'Intake, IOC',
  'ioc-duty': 'Duty officer, IOC',
  province: 'Provincial committee',
  officer: 'Handling officer',
  leader: 'Head of the unit',
  admin: 'Administration',
  watch: 'Live view',
  analyst: 'Process analyst',
  'leader-province': "Province's leaders",
};

/** Who did it, where that was an agency's software. */
export const softwareOf = (agency: string): string => `Software of ${agency}`;
