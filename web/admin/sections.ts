/**
 * The pages of administration: the list to read first in this folder. A page draws its frame by `adminFrame` and adds a
 * line here; it is offered to those who have its right.
 */
import type { TextKey } from '../text/text.ts';

export interface Section {
  path: string;
  text: TextKey;
  /** A sentence on the first page. */
  about: TextKey;
  right: string;
}

export const sections: readonly Section[] = [
  { path: '/admin/audit', text: 'audit.title', about: 'audit.about', right: 'audit.see' },
  {
    path: '/admin/disclosures',
    text: 'admin.disclosures',
    about: 'admin.disclosures.about',
    right: 'disclosure.make',
  },
  { path: '/admin/retention', text: 'admin.retention', about: 'admin.retention.about', right: 'erasure.run' },
  { path: '/admin/people', text: 'people.title', about: 'people.about', right: 'directory.edit' },
  { path: '/admin/roster', text: 'roster.title', about: 'roster.about', right: 'roster.see' },
  { path: '/admin/calendar', text: 'calendar.title', about: 'calendar.about', right: 'calendar.edit' },
  // Each sheet has a right of its own; whoever has one of them has this one.
  { path: '/admin/import', text: 'import.title', about: 'import.about', right: 'roster.edit' },
  { path: '/admin/mail', text: 'admin.mail', about: 'admin.mail.about', right: 'mail.see' },
  { path: '/admin/health', text: 'health.title', about: 'health.about', right: 'health.see' },
  { path: '/admin/outbox', text: 'admin.outbox', about: 'admin.outbox.about', right: 'outbox.see' },
  { path: '/admin/agencies', text: 'admin.agencies.title', about: 'admin.agencies.about', right: 'directory.edit' },
  { path: '/admin/areas', text: 'admin.areas.title', about: 'admin.areas.about', right: 'directory.edit' },
  { path: '/admin/fields', text: 'admin.fields.title', about: 'admin.fields.about', right: 'directory.edit' },
  {
    path: '/admin/connections',
    text: 'admin.connections',
    about: 'admin.connections.about',
    right: 'connection.manage',
  },
];
