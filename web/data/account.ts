/** One's own account, and the ways to log in. */
import type {
  Account,
  ContactChange,
  FactorBegun,
  LogInWays,
  OpenSessions,
  PasswordChange,
  RecoveryCodes,
} from '../../domain/api/account.ts';
import { ask } from './http.ts';

export type { Account, FactorBegun, LogInWays, OpenSessions } from '../../domain/api/account.ts';

export const logInWays = (signal?: AbortSignal): Promise<LogInWays> =>
  ask('/api/session/ways', signal ? { signal } : {});
/** Where a log-in at the provider begins: an address to go to, not to fetch. */
export const oidcPath = (to: string, link = false): string =>
  `/api/session/oidc?to=${encodeURIComponent(to)}${link ? '&link=true' : ''}`;

export const readAccount = (signal: AbortSignal): Promise<Account> => ask('/api/account', { signal });
export const changeContact = (body: ContactChange): Promise<void> => ask('/api/account', { method: 'PUT', body });
export const changePassword = (body: PasswordChange): Promise<void> =>
  ask('/api/account/password', { method: 'PUT', body });

const factor = '/api/account/second-factor';
export const beginFactor = (password?: string): Promise<FactorBegun> =>
  ask(factor, { method: 'POST', body: password === undefined ? {} : { password } });
export const confirmFactor = (code: string): Promise<RecoveryCodes> => ask(factor, { method: 'PUT', body: { code } });
export const giveUpFactor = (code: string): Promise<void> => ask(factor, { method: 'DELETE', body: { code } });
export const renewRecoveryCodes = (code: string): Promise<RecoveryCodes> =>
  ask(`${factor}/recovery-codes`, { method: 'POST', body: { code } });
export const dropIdentity = (): Promise<void> => ask('/api/account/identity', { method: 'DELETE' });

export const listSessions = (signal: AbortSignal): Promise<OpenSessions> => ask('/api/account/sessions', { signal });
/** One of them, or all but this one. */
export const endSession = (id?: string): Promise<void> =>
  ask(`/api/account/sessions${id === undefined ? '' : `/${id}`}`, { method: 'DELETE' });
