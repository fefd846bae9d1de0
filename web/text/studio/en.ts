/** Words of the studio (/studio), English. One block a concern. */
import type { studioVi } from './vi.ts';

export const studioEn: Record<keyof typeof studioVi, string> = {
  // studio.drafts.*: list, versions, import and export
  'studio.drafts.title': 'Studio',
  'studio.drafts.intro': 'Edit, check and rehearse the procedure before it comes into force.',
  'studio.drafts.list': 'Drafts',
  'studio.drafts.new': 'New draft from the version in force',
  'studio.drafts.newName': 'Draft {n}',
  'studio.drafts.none': 'No draft yet',
  'studio.drafts.none.text': 'The first one begins with the procedure in force.',
  'studio.drafts.changed': '{by} changed it {at}',
  'studio.drafts.basedOn': 'from version {n}',
  'studio.drafts.back': 'Studio',
  'studio.drafts.saving': 'Saving…',
  'studio.drafts.saved': 'Saved',
  'studio.drafts.unsaved': 'Not saved',
  'studio.drafts.stale': 'Somebody else has just saved this draft. Reload the page to see the newest.',
  'studio.drafts.tabs': 'Parts of the draft',
  // studio.edit.*: the editors
  // studio.compare.*: two versions side by side
  // studio.check.*: findings
  // studio.law.*: articles and elements
  // studio.touch.*: running reports that a change touches
  // studio.rehearse.*: rehearsals
  // studio.try.*: one report through the engine
  // studio.release.*: release, migration, roll back
};
