/** Words of the studio (/studio), English. One block a concern. */
import type { studioVi } from './vi.ts';

export const studioEn: Record<keyof typeof studioVi, string> = {
  // studio.drafts.*: list, versions, import and export
  // studio.edit.*: the editors
  // studio.compare.*: two versions side by side
  // studio.check.*: findings
  // studio.law.*: articles and elements
  // studio.touch.*: running reports that a change touches
  // studio.rehearse.*: rehearsals
  // studio.try.*: one report through the engine
  // studio.release.*: release, migration, roll back
};
