/** Words of the administration pages (/admin), one file a part. */
import { adminAuditEn } from './audit/en.ts';
import { adminConnectionsEn } from './connections/en.ts';
import { adminDirectoryEn } from './directory/en.ts';
import { adminHealthEn } from './health/en.ts';
import { adminImportEn } from './import/en.ts';
import { adminKeepingEn } from './keeping/en.ts';
import { adminMailEn } from './mail/en.ts';
import { adminPeopleEn } from './people/en.ts';

export const adminEn = {
  'admin.title': 'Administration',
  'admin.intro': 'The service’s directory, people, connections and keeping.',
  'admin.parts': 'Parts of administration',
  'admin.none': 'This account has no part here',
  ...adminAuditEn,
  ...adminConnectionsEn,
  ...adminDirectoryEn,
  ...adminHealthEn,
  ...adminImportEn,
  ...adminKeepingEn,
  ...adminMailEn,
  ...adminPeopleEn,
} as const;
