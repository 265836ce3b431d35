import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses';

/** How names become addresses; a parameter, so that a test can play a name server that changes its mind. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export class PrivateAddress extends Error {
  readonly code = 'PRIVATE_ADDRESS';

  constructor() {
    super('The name leads to a private network');
    this.name = 'PrivateAddress';
  }
}

/**
 * A lookup for sockets that lets through public addresses only.
 * Guarantee: the address that was judged is the address that is connected to, as the name is not resolved again in between;
 * a name server that answers differently the second time (DNS rebinding) gains nothing. One private address among
 * public ones refuses the name: which one is taken is not ours to choose.
 * A socket asks no lookup for a host that is an address already: refusalOf has to judge those.
 */
export function publicLookup(resolve: Resolve = systemLookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) return done(error, '');
      if (first === undefined)
        return done(Object.assign(new Error('The name has no address'), { code: 'ENOTFOUND' }), '');
      if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new PrivateAddress(), '');
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}
