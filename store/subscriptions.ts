/** Message subscriptions of instances, open or closed: tells the outbox when a message may go. Projection only. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Subscription {
  /** `<element instance key>:<message name>`. */
  _id: string;
  instanceKey: string;
  messageName: string;
  /** The report code. */
  correlationKey: string;
  /** Closed is for ever: a loop makes a new element instance, so a new subscription. */
  open: boolean;
  position: number;
}

const schema = schemaOf<Subscription>('subscriptions', {
  _id: { type: String, required: true },
  instanceKey: { type: String, required: true },
  messageName: { type: String, required: true },
  correlationKey: { type: String, required: true },
  open: { type: Boolean, required: true },
  position: { type: Number, required: true },
});
schema.index({ correlationKey: 1, messageName: 1, open: 1 });
schema.index({ instanceKey: 1 });

export function subscriptionsOf(connection: Connection) {
  const model = connection.model<Subscription>('Subscription', schema);
  return {
    model,
    /** All that ever waited for this message of this report. */
    ofMessage: (correlationKey: string, messageName: string): Promise<Subscription[]> =>
      model.find({ correlationKey, messageName }).lean<Subscription[]>().exec(),
    isOpen: async (correlationKey: string, messageName: string): Promise<boolean> =>
      (await model.exists({ correlationKey, messageName, open: true })) !== null,
    /** Those of these reports that wait for this message now. */
    async waitingFor(correlationKeys: string[], messageName: string): Promise<Set<string>> {
      const found = await model
        .find({ correlationKey: { $in: correlationKeys }, messageName, open: true })
        .select({ correlationKey: 1 })
        .lean<Pick<Subscription, 'correlationKey'>[]>()
        .exec();
      return new Set(found.map(({ correlationKey }) => correlationKey));
    },
  };
}
export type Subscriptions = ReturnType<typeof subscriptionsOf>;
