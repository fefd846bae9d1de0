/**
 * The table of pages: path → page, each imported when it is opened. This is the list to read first in this room.
 * `area` decides the frame and the document: going from one area to the other loads a new document, because the
 * staff's pages carry bpmn.io parts and with them another content security policy than the portal.
 */
import type { Layer, TextKey } from '../text/text.ts';
import type { Area } from './area.ts';

export interface PageEntry {
  path: RegExp;
  tag: string;
  area: Area;
  /** Which entry of the navigation it belongs to. */
  nav: string;
  /** Wide pages use the whole screen. */
  wide?: boolean;
  /** A staff's page that opens without a log-in. */
  open?: boolean;
  /** The page stays while this part of its path does: its other parts are views of one thing, as a draft's. */
  keeps?: string;
  load: () => Promise<unknown>;
}

export const pages: readonly PageEntry[] = [
  { path: /^\/$/, tag: 'qn-send-page', area: 'portal', nav: '/', load: () => import('../portal/send-page.ts') },
  {
    path: /^\/follow$/,
    tag: 'qn-find-page',
    area: 'portal',
    nav: '/follow',
    load: () => import('../portal/find-page.ts'),
  },
  {
    path: /^\/r\/(?<code>[^/]+)$/,
    tag: 'qn-follow-page',
    area: 'portal',
    nav: '/follow',
    load: () => import('../portal/follow-page.ts'),
  },
  {
    path: /^\/p$/,
    tag: 'qn-published-page',
    area: 'portal',
    nav: '/p',
    load: () => import('../portal/published-page.ts'),
  },
  {
    path: /^\/figures$/,
    tag: 'qn-figures-page',
    area: 'portal',
    nav: '/p',
    load: () => import('../portal/figures-page.ts'),
  },
  {
    path: /^\/p\/(?<code>[^/]+)$/,
    tag: 'qn-published-item-page',
    area: 'portal',
    nav: '/p',
    load: () => import('../portal/published-item-page.ts'),
  },
  {
    path: /^\/u$/,
    tag: 'qn-unfollow-page',
    area: 'portal',
    nav: '',
    load: () => import('../portal/unfollow-page.ts'),
  },
  {
    path: /^\/m\/(?<id>[0-9a-f]{32})$/,
    tag: 'qn-mail-page',
    area: 'portal',
    nav: '',
    load: () => import('../portal/mail-page.ts'),
  },
  {
    path: /^\/login$/,
    tag: 'qn-login-page',
    area: 'staff',
    nav: '/login',
    open: true,
    load: () => import('../tasks/login-page.ts'),
  },
  {
    path: /^\/tasks$/,
    tag: 'qn-tasks-page',
    area: 'staff',
    nav: '/tasks',
    wide: true,
    load: () => import('../tasks/tasks-page.ts'),
  },
  {
    path: /^\/tasks\/away$/,
    tag: 'qn-away-page',
    area: 'staff',
    nav: '/tasks',
    wide: true,
    load: () => import('../tasks/away-page.ts'),
  },
  {
    path: /^\/tasks\/(?<key>\d+)$/,
    tag: 'qn-task-page',
    area: 'staff',
    nav: '/tasks',
    wide: true,
    load: () => import('../tasks/task-page.ts'),
  },
  {
    path: /^\/leaders$/,
    tag: 'qn-leaders-page',
    area: 'staff',
    nav: '/leaders',
    wide: true,
    load: () => import('../leaders/leaders-page.ts'),
  },
  {
    path: /^\/statistics$/,
    tag: 'qn-statistics-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/statistics-page.ts'),
  },
  {
    path: /^\/statistics\/reports$/,
    tag: 'qn-counted-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/counted-page.ts'),
  },
  {
    path: /^\/statistics\/extensions$/,
    tag: 'qn-extensions-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/extensions-page.ts'),
  },
  {
    path: /^\/statistics\/fixed$/,
    tag: 'qn-fixed-list-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/fixed-list-page.ts'),
  },
  {
    path: /^\/statistics\/fixed\/(?<period>20\d\d-(?:0[1-9]|1[0-2]|Q[1-4]))$/,
    tag: 'qn-fixed-report-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/fixed-report-page.ts'),
  },
  {
    path: /^\/statistics\/merit$/,
    tag: 'qn-merit-page',
    area: 'staff',
    nav: '/statistics',
    wide: true,
    load: () => import('../statistics/merit-page.ts'),
  },
  {
    path: /^\/watch$/,
    tag: 'qn-watch-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/watch-page.ts'),
  },
  {
    path: /^\/watch\/past$/,
    tag: 'qn-past-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/past-page.ts'),
  },
  {
    path: /^\/watch\/incidents$/,
    tag: 'qn-incidents-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/incidents-page.ts'),
  },
  {
    path: /^\/watch\/timers$/,
    tag: 'qn-timers-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/timers-page.ts'),
  },
  {
    path: /^\/watch\/wall$/,
    tag: 'qn-wall-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/wall-page.ts'),
  },
  {
    path: /^\/watch\/(?<key>\d+)$/,
    tag: 'qn-instance-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/instance-page.ts'),
  },
  {
    path: /^\/watch\/forecast$/,
    tag: 'qn-forecast-page',
    area: 'staff',
    nav: '/watch',
    wide: true,
    load: () => import('../watch/forecast-page.ts'),
  },
  {
    path: /^\/studio$/,
    tag: 'qn-studio-page',
    area: 'staff',
    nav: '/studio',
    wide: true,
    load: () => import('../studio/studio-page.ts'),
  },
  {
    path: /^\/studio\/releases$/,
    tag: 'qn-releases-page',
    area: 'staff',
    nav: '/studio',
    wide: true,
    load: () => import('../studio/release/releases-page.ts'),
  },
  {
    path: /^\/studio\/law$/,
    tag: 'qn-law-page',
    area: 'staff',
    nav: '/studio',
    wide: true,
    load: () => import('../studio/law/law-page.ts'),
  },
  {
    path: /^\/studio\/(?<id>[A-Za-z0-9_-]{16,64})(?:\/(?<tab>[a-z]+))?$/,
    tag: 'qn-model-page',
    area: 'staff',
    nav: '/studio',
    wide: true,
    keeps: 'id',
    load: () => import('../studio/model-page.ts'),
  },
  {
    path: /^\/admin\/agencies$/,
    tag: 'qn-agencies-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/directory/agencies-page.ts'),
  },
  {
    path: /^\/admin\/areas$/,
    tag: 'qn-areas-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/directory/areas-page.ts'),
  },
  {
    path: /^\/admin\/fields$/,
    tag: 'qn-fields-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/directory/fields-page.ts'),
  },
  {
    path: /^\/admin$/,
    tag: 'qn-admin-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/admin-page.ts'),
  },
  {
    path: /^\/admin\/disclosures$/,
    tag: 'qn-disclosures-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/keeping/disclosures-page.ts'),
  },
  {
    path: /^\/admin\/retention$/,
    tag: 'qn-retention-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/keeping/retention-page.ts'),
  },
  {
    path: /^\/account$/,
    tag: 'qn-account-page',
    area: 'staff',
    nav: '/account',
    wide: true,
    load: () => import('../account/account-page.ts'),
  },
  {
    path: /^\/admin\/audit$/,
    tag: 'qn-audit-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/audit/audit-page.ts'),
  },
  {
    path: /^\/admin\/people$/,
    tag: 'qn-people-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/people/people-page.ts'),
  },
  {
    path: /^\/admin\/roster$/,
    tag: 'qn-roster-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/roster/roster-page.ts'),
  },
  {
    path: /^\/admin\/calendar$/,
    tag: 'qn-calendar-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/calendar/calendar-page.ts'),
  },
  {
    path: /^\/admin\/import$/,
    tag: 'qn-import-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/import/import-page.ts'),
  },
  {
    path: /^\/password$/,
    tag: 'qn-password-page',
    area: 'staff',
    nav: '/login',
    open: true,
    load: () => import('../admin/people/password-page.ts'),
  },
  {
    path: /^\/admin\/mail$/,
    tag: 'qn-mails-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/mail/mails-page.ts'),
  },
  {
    path: /^\/admin\/mail\/(?<id>[0-9a-f]{32})$/,
    tag: 'qn-admin-mail-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/mail/mail-page.ts'),
  },
  {
    path: /^\/admin\/outbox$/,
    tag: 'qn-outbox-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/mail/outbox-page.ts'),
  },
  {
    path: /^\/admin\/health$/,
    tag: 'qn-health-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/health/health-page.ts'),
  },
  {
    path: /^\/admin\/connections$/,
    tag: 'qn-connections-page',
    area: 'staff',
    nav: '/admin',
    wide: true,
    load: () => import('../admin/connections/connections-page.ts'),
  },
  {
    path: /^\/notices$/,
    tag: 'qn-notices-page',
    area: 'staff',
    nav: '/notices',
    wide: true,
    load: () => import('../notices/notices-page.ts'),
  },
  {
    path: /^\/elements$/,
    tag: 'qn-elements-page',
    area: 'staff',
    nav: '',
    open: true,
    load: () => import('../gallery/elements-page.ts'),
  },
];

export const missingPage: PageEntry = {
  path: /$^/,
  tag: 'qn-missing-page',
  area: 'portal',
  nav: '',
  load: () => import('./missing-page.ts'),
};

/** The words that a page needs besides those of the frame: the first page needs none. */
export function wordsOf(entry: PageEntry): readonly Layer[] {
  if (entry.tag === 'qn-elements-page') return ['more', 'staff', 'gallery'];
  if (/^\/(watch|studio|statistics|admin)$/.test(entry.nav))
    return ['more', 'staff', entry.nav.slice(1) as 'watch' | 'studio' | 'statistics' | 'admin'];
  if (entry.area === 'staff') return ['more', 'staff'];
  return entry.tag === 'qn-send-page' ? [] : ['more'];
}

/** The navigation of each frame. `right`: shown to those who have it. */
export const navigation: Record<Area, readonly { path: string; text: TextKey; right?: string }[]> = {
  portal: [
    { path: '/', text: 'nav.send' },
    { path: '/follow', text: 'nav.follow' },
    { path: '/p', text: 'nav.published' },
  ],
  staff: [
    { path: '/tasks', text: 'nav.tasks', right: 'task.see' },
    { path: '/leaders', text: 'nav.leaders', right: 'leaders.see' },
    { path: '/statistics', text: 'nav.statistics', right: 'statistics.see' },
    { path: '/watch', text: 'nav.watch', right: 'instance.see' },
    { path: '/studio', text: 'nav.studio', right: 'model.edit' },
    { path: '/admin', text: 'nav.admin', right: 'administration.see' },
  ],
};

export interface Found {
  entry: PageEntry;
  params: Record<string, string>;
}

/** The page of a path; the missing page (404) where there is none. A trailing slash is forgiven. */
export function findPage(pathname: string): Found {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  for (const entry of pages) {
    const found = entry.path.exec(path);
    if (!found) continue;
    try {
      const groups = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { entry, params: Object.fromEntries(groups) };
    } catch {
      break; // A broken escape is a path that nobody has.
    }
  }
  return { entry: missingPage, params: {} };
}
