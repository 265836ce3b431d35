import { isIP } from 'node:net';
import { isPublicAddress } from './addresses';

/** The host of a URL without the brackets of an IPv6 address. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Names that mean this machine or this network wherever they are resolved. */
const localName = /(^|\.)(localhost|local|internal|localdomain|home\.arpa)\.?$/i;

/**
 * Why a webhook must not be sent to this address, in words for the user who set it; undefined when it may.
 * Judges what the URL says; what its name resolves to is judged at every connection (see lookup.ts).
 * Odd ways to write an IPv4 address (0x7f.1, 2130706433) need no rule: URL turns them into the plain form.
 */
export function refusalOf(text: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or a password';
  if (allowPrivate) return undefined;
  const host = hostOf(url);
  if (isIP(host) !== 0 ? !isPublicAddress(host) : localName.test(host)) return 'must not lead to a private network';
  return undefined;
}
