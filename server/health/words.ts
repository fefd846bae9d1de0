/** What each trouble says at `/readyz`: plain words and what to look at, never a driver's or an address. */
import type { Trouble } from '../../domain/health.ts';

export type Values = Record<string, string>;

const sentences: Record<Trouble, string> = {
  leaving: 'This server is being stopped',
  'database-away': 'The database does not answer: see that it runs and can be reached from here (MONGODB_URI)',
  'engine-away': 'The engine does not answer: see that it runs and can be reached from here (ZEEBE_REST_ADDRESS)',
  'procedure-missing': '{process} is not deployed (npm run deploy)',
  'records-closed': 'The record endpoint is not listening (RECORDS_HOST, RECORDS_PORT)',
  'records-refused': 'The last records could not be stored; the engine sends them again. See the log of this server',
  'records-behind': 'The engine has records that the lists do not show yet, for {seconds} s: see its exporter',
  'records-poisoned': '{count} records could not be projected and are kept apart (poison)',
  'messages-wait': 'Messages to the engine have been waiting for {seconds} s',
  'mails-wait': 'Mails have been waiting for {seconds} s: see the mail server (SMTP_URL)',
  'mailbox-unread': 'No server reads the mailbox: see IMAP_URL and the log',
  'no-workers': 'No workers are heard of: steps that nobody does by hand stand still (npm run workers)',
  'other-keys': 'The newest sealed data cannot be opened: KEYS_DIR must be the same folder for all servers',
  'keys-not-writable': 'The folder of the keys cannot be written to (KEYS_DIR)',
  'disk-low': '{free} GB are free where DATA_DIR lies',
  'clock-apart': 'The clocks of this machine and of the database are {seconds} s apart',
  'upgrade-waits': 'The database is of version {version} of {newest}: what is left waits for older programs to end',
  'backup-none': 'There has been no backup (npm run backup)',
  'backup-old': 'The last backup is {hours} hours old (npm run backup)',
};

export const sentence = (trouble: Trouble, values: Values = {}): string =>
  sentences[trouble].replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '?');
