/**
 * A sender's details for a competent authority (article 13.7): recorded and on the audit log first, in one transaction,
 * then answered once. The record holds who asked and why, never what was told.
 */
import type { DisclosureRecord, Disclosure as DisclosureView, NewDisclosure } from '../../domain/api/disclosures.ts';
import { newId } from '../../domain/ids.ts';
import { senderShown } from '../../domain/redact.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Disclosure } from '../../store/disclosures.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

/** @throws 404, 410 erased, 422 */
export async function disclose(house: House, actor: Actor, body: NewDisclosure): Promise<DisclosureView> {
  const { store } = house;
  const authority = cleanText(body.authority);
  const ground = cleanText(body.ground);
  const document = cleanText(body.document ?? '');
  const errors = Object.entries({ authority, ground }).flatMap(([name, text]) =>
    text ? [] : [{ pointer: `/${name}`, code: 'required' as const }],
  );
  if (errors.length > 0) throw new Problem('invalid', { errors });
  const report = await store.reports.find(readReportCode(body.reportCode) ?? body.reportCode);
  if (!report) throw new Problem('not-found');
  const sender = senderShown('all', report.sender);
  if (!sender) throw new Problem(report.erased ? 'erased' : 'not-found');
  const id = newId(house.random);
  const record: Disclosure = {
    _id: id,
    reportCode: report._id,
    authority,
    ground,
    ...(document ? { document } : {}),
    by: actor.username,
    at: await house.clock.now(),
  };
  const said = { disclosure: id, authority, ground, ...(document ? { document } : {}) };
  await store.transaction(async (session) => {
    await store.disclosures.insert(record, session);
    const entry = { who: actor.username, what: 'disclose-sender', reportCode: report._id, data: said };
    await store.audit.append(entry, house.machineNow(), session);
  });
  return { id, sender: sender as DisclosureView['sender'] };
}

export async function disclosureViews(house: House, found: Disclosure[]): Promise<DisclosureRecord[]> {
  const names = new Map<string, string>();
  for (const username of new Set(found.map(({ by }) => by)))
    names.set(username, (await house.store.people.find(username))?.name ?? username);
  return found.map(({ _id: id, at, by, ...rest }) => ({
    id,
    ...rest,
    by,
    byName: names.get(by) ?? by,
    at: wire(at),
  }));
}
