/** What the records of a batch have brought about for agencies' software, owed in the transaction that writes it. */
import type { ClientSession } from 'mongoose';
import type { WebhookEvent, WebhookPayload } from '../../domain/webhooks.ts';
import type { Store } from '../../store/store.ts';
import { owedTo } from '../plugins/webhook.ts';
import { wire } from '../views/time.ts';
import { type EngineRecord, idOf } from './record.ts';

export interface Announced {
  record: EngineRecord;
  type: WebhookEvent;
  agencies: readonly string[];
  reportCode: string;
  data: object;
}

/** Of one report in the order of its records; a record that comes again adds nothing. */
export async function oweWebhooks(
  store: Store,
  announced: readonly Announced[],
  machineNow: number,
  session: ClientSession,
): Promise<void> {
  if (announced.length === 0) return;
  const agencies = [...new Set(announced.flatMap((one) => one.agencies))];
  const webhooks = await store.webhooks.ofAgencies(agencies, session);
  const writes = announced.flatMap(({ record, type, agencies: of, reportCode, data }) =>
    webhooks
      .filter((one) => of.includes(one.agency) && one.events.includes(type))
      .map((webhook) => {
        const body = { reportCode, agency: webhook.agency, ...data } as WebhookPayload['data'];
        const payload: WebhookPayload = { type, timestamp: wire(record.timestamp), data: body };
        const event = `${idOf(record)}:${type}:${webhook.agency}`;
        const { _id, ...entry } = owedTo(
          webhook,
          { event, type, reportCode, order: record.position, payload },
          machineNow,
        );
        return { updateOne: { filter: { _id }, update: { $setOnInsert: entry }, upsert: true } };
      }),
  );
  if (writes.length > 0) await store.outbox.model.collection.bulkWrite(writes as never[], { session, ordered: true });
}
