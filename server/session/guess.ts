/**
 * Guessing of passwords and codes: failures are counted by account and by address, and close both for a while. Many
 * guesses at once all begin before the first has failed; therefore it is asked before the hash is made, which is dear,
 * and again after it, when the others have been counted: beyond the limit a right guess is answered as a wrong one.
 */
import type { House } from '../house.ts';
import { countOrRefuse, type Limit, refuseIfReached } from '../plugins/limits.ts';

const windowMs = 15 * 60_000;

export interface Guesses {
  /** To be asked before the guess is looked at, and again when it was right. @throws 429 */
  refuseIfMany(account: string, address: string): Promise<void>;
  /** @throws 429 when it was one too many: then nobody learns that it was wrong */
  failed(account: string, address: string): Promise<void>;
}

export function guesses(house: House): Guesses {
  const { loginFailuresAccount, loginFailuresAddress } = house.settings.limits;
  const byAccount: Limit = { what: 'login-account', windowMs, most: loginFailuresAccount };
  const byAddress: Limit = { what: 'login-address', windowMs, most: loginFailuresAddress };
  return {
    async refuseIfMany(account, address) {
      await refuseIfReached(house, byAccount, account.toLowerCase());
      await refuseIfReached(house, byAddress, address);
    },
    async failed(account, address) {
      const counted = await Promise.allSettled([
        countOrRefuse(house, byAccount, account.toLowerCase()),
        countOrRefuse(house, byAddress, address),
      ]);
      for (const one of counted) if (one.status === 'rejected') throw one.reason;
    },
  };
}
