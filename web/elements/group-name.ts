/** A candidate group as people call it: the IOC, the province, an agency's officers or leaders. */
import { agencyName } from '../text/names.ts';
import { t } from '../text/text.ts';

export function groupName(group: string): string {
  const [, agency, role] = /^agency:([^:]+):(officer|leader)$/.exec(group) ?? [];
  if (agency && role) return t(`group.${role as 'officer' | 'leader'}`, { agency: agencyName(agency) });
  if (group === 'province') return t('by.province');
  return group.startsWith('ioc-') ? t('by.ioc') : group;
}
