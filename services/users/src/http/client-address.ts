import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { addressGroup } from '../attempts/keys';

/**
 * The network of whoever is at the other end, as the gateway says, which alone can reach this service and passes on no such
 * header from outside. Without it only accounts are watched.
 */
export function clientAddress(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-client-address'];
  return typeof given === 'string' && isIP(given) !== 0 ? addressGroup(given) : undefined;
}
