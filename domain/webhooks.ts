/**
 * Webhooks (article 12.2): what an agency's software may be told of as it happens. A message says what happened and to
 * which report, and nothing of what anybody wrote: the receiver asks for that with its key.
 */

export const webhookEvents = [
  'task.created',
  'task.assigned',
  'task.completed',
  'task.canceled',
  'deadline.moved',
  'report.routed',
  'report.published',
  'report.feedback',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** `ping` is sent when somebody asks for it. */
export type WebhookType = WebhookEvent | 'ping';

/** The body of a message: names and nesting as Standard Webhooks proposes. */
export interface WebhookPayload {
  type: WebhookType;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Record<string, string | number | boolean | null>;
}

/** A receiver that has answered nothing right for so long is switched off, and its agency is told. */
export const giveUpMs = 3 * 86_400_000;

/** How long an old secret still signs beside the new one. */
export const bothSecretsMs = 24 * 3_600_000;

/** How long what was delivered can be listed and sent again. */
export const deliveriesKeptMs = 30 * 86_400_000;
