/**
 * Every page of the table (shell/pages.ts), some in more than one state: the address, who is logged in, and what is
 * there once the page is drawn. Walked by this room's browser tests (axe, 320 px to 4K) and by the pictures of test/.
 */
import type { Session } from '../../domain/api/session.ts';
import * as canned from './answers.ts';
import { rightToken } from './routes.ts';

export const officer = () => canned.session('sgtvt.officer', ['agency:sgtvt:officer']);
export const leader = () => canned.session('sgtvt.leader', ['agency:sgtvt:leader']);
export const analyst = () => canned.session('analyst', ['analyst']);
export const admin = () => canned.session('ioc.admin', ['admin']);
export const duty = () => canned.session('ioc.duty', ['ioc-duty']);

export type Visit = readonly [path: string, who: (() => Session) | null, ready: string];

export const visits: readonly Visit[] = [
  ['/', null, 'form'],
  ['/follow', null, 'form'],
  [`/r/${canned.report.code}#${rightToken}`, null, '.way'],
  [`/r/${canned.answered.code}#${rightToken}`, null, '.faces'],
  [`/r/${canned.incomplete.code}#${rightToken}`, null, 'qn-supplement-form form'],
  ['/p', null, '.published'],
  ['/p?view=map', null, '.map-sign'],
  ['/figures', null, 'table'],
  [`/p/${canned.published[0]!.code}`, null, '.reply'],
  ['/u#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', null, '.button.primary'],
  [`/m/${'e'.repeat(32)}#${rightToken}`, null, 'qn-mail-form form'],
  ['/login', null, 'form'],
  ['/tasks', officer, '.tasks'],
  ['/tasks/away', officer, '.absences'],
  ['/tasks/4503599627370501', officer, '.fjs-form'],
  ['/leaders', leader, '#waiting'],
  ['/leaders?task=4503599627370501', leader, '.fjs-form'],
  ['/watch', duty, '.diagram-frame .token'],
  ['/watch?layer=wait&element=handling', duty, 'body:has(.element-card) .diagram-frame .token.note'],
  ['/watch?need=overdue', duty, 'body:has(.needs + .table-scroll) .diagram-frame .token'],
  ['/watch/timers', duty, '.timers'],
  ['/watch/wall', duty, '.diagram-frame .token'],
  ['/watch/wall?scene=needs', duty, '.wall-needs'],
  ['/watch/2251799813685300', duty, '.diagram-frame .token'],
  ['/watch/2251799813685300?at=2026-01-05T00:50:00.000Z', duty, '.diagram-frame .token'],
  ['/watch/past?at=2026-01-05T01:10:00.000Z', duty, '.diagram-frame .token'],
  ['/watch/incidents', duty, '.incident-group'],
  ['/watch/forecast', duty, '.share'],
  ['/studio', analyst, '.drafts'],
  [`/studio/${'a'.repeat(32)}`, analyst, '.editor-canvas .djs-shape'],
  [`/studio/${'a'.repeat(32)}/edit?file=routing.dmn`, analyst, '.dmn-decision-table-container td'],
  [`/studio/${'a'.repeat(32)}/edit?file=forms/scope.form`, analyst, '.fjs-element'],
  [`/studio/${'a'.repeat(32)}/compare`, analyst, '.compare-frame .djs-shape'],
  [`/studio/${'a'.repeat(32)}/check`, analyst, '.diagram-frame .found'],
  [`/studio/${'a'.repeat(32)}/rehearse`, analyst, '.queue-chart'],
  [`/studio/${'a'.repeat(32)}/law`, analyst, '.contradiction'],
  ['/studio/law', analyst, '.contradiction'],
  [`/studio/${'a'.repeat(32)}/try`, analyst, '.fjs-form'],
  [`/studio/${'a'.repeat(32)}/history`, analyst, '#draft-log'],
  [`/studio/${'a'.repeat(32)}/release`, analyst, '#release-note'],
  [`/studio/${'b'.repeat(32)}/release`, analyst, 'qn-release-card .button.primary'],
  ['/studio/releases', analyst, '.versions'],
  ['/statistics', duty, '.column-chart svg'],
  ['/statistics?by=stage&period=2025-Q4', duty, '[aria-labelledby=division] td'],
  ['/statistics/reports?figure=late', duty, '.table'],
  ['/statistics/extensions', duty, '.table'],
  ['/statistics/fixed', duty, '.table'],
  ['/statistics/fixed/2025-12', duty, '#figures'],
  ['/statistics/merit', duty, '#valuable'],
  ['/account', officer, '.account-sessions'],
  ['/admin/agencies', admin, '.table'],
  ['/admin/agencies?id=sgtvt', admin, 'qn-succession-form'],
  ['/admin/areas', admin, '.table'],
  ['/admin/areas?id=tamky', admin, '#agencies'],
  ['/admin/fields', admin, '#routing-note'],
  ['/admin/fields?new', admin, '#about'],
  ['/admin', admin, '.admin-parts, .state'],
  ['/admin/audit', admin, '.audit-table'],
  ['/admin/disclosures', duty, 'ul .card'],
  ['/admin/retention', admin, 'qn-erasure .button.primary'],
  ['/admin/people?person=binh', admin, '#points + p + p + .table-scroll'],
  ['/admin/roster', duty, 'qn-pattern-form form'],
  ['/admin/calendar', duty, '.cal-year'],
  ['/admin/import', admin, '.import-drop'],
  [`/password#${'0'.repeat(32)}.${'A'.repeat(43)}`, null, 'form'],
  ['/admin/mail', duty, '.mail-list'],
  [`/admin/mail/${'e'.repeat(32)}`, duty, 'qn-mail-form form'],
  ['/admin/outbox', duty, '.admin-main .card'],
  ['/admin/health', admin, '#health-processes'],
  ['/admin/connections', admin, '.connection-url'],
  ['/notices', officer, '.notice-settings form'],
  ['/elements', null, '.diagram-frame .token'],
  ['/nothing-here', null, '.state'],
];
