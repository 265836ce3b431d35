import type { LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PrivateAddress } from './lookup';
import { hostOf, refusalOf } from './url';

/**
 * The whole check of an address at the moment it is set: what it says, and what its name resolves to now.
 * A name that does not resolve (yet) is accepted: it is judged again at every call.
 */
export async function refusalNow(
  text: string,
  allowPrivate: boolean,
  lookup?: LookupFunction,
): Promise<string | undefined> {
  const refusal = refusalOf(text, allowPrivate);
  if (refusal !== undefined || lookup === undefined) return refusal;
  const isPrivate = await Promise.race([
    leadsToPrivate(hostOf(new URL(text)), lookup),
    delay(2_000, false, { ref: false }),
  ]);
  return isPrivate ? 'must not lead to a private network' : undefined;
}

const leadsToPrivate = (host: string, lookup: LookupFunction): Promise<boolean> =>
  new Promise((resolve) => lookup(host, { all: true }, (error) => resolve(error instanceof PrivateAddress)));
