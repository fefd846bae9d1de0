/** Lời của xưởng quy trình (/studio). Mỗi khối một việc. */
export const studioVi = {
  // studio.drafts.*: list, versions, import and export
  // studio.edit.*: the editors
  // studio.compare.*: two versions side by side
  // studio.check.*: findings
  // studio.law.*: articles and elements
  // studio.touch.*: running reports that a change touches
  // studio.rehearse.*: rehearsals
  // studio.try.*: one report through the engine
  // studio.release.*: release, migration, roll back
} as const;
