/** A group of officers as a rehearsal names it: the operations centre's two desks apart. */
import { groupName } from '../../elements/group-name.ts';
import { t } from '../../text/text.ts';

export function staffName(group: string): string {
  if (group === 'ioc-intake') return t('studio.rehearse.group.intake');
  if (group === 'ioc-duty') return t('studio.rehearse.group.duty');
  return groupName(group);
}
