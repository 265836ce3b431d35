import { domainToASCII } from 'node:url';
import { limits } from '@spillway/contracts';

/** What RFC 5321 lets stand before the @, without its quoted form, which nobody uses; other scripts are welcome (RFC 6531). */
const localPart = /^[^\s\p{C}@()<>[\]:;,\\"]+$/u;
const domainName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one way an e-mail address is written: trimmed, composed (NFC), in lower case, its domain in ASCII. Two that mean the same
 * account become the same text, and what has become such a text stays as it is. Undefined where there is no address.
 */
export function normalEmail(text: string): string | undefined {
  // Lower case may decompose (İ), so it is composed again.
  const email = text.trim().normalize('NFC').toLowerCase().normalize('NFC');
  const at = email.lastIndexOf('@');
  const local = email.slice(0, Math.max(at, 0));
  const domain = domainToASCII(email.slice(at + 1));
  const normal = `${local}@${domain}`;
  const fits = Buffer.byteLength(local) <= 64 && normal.length <= limits.email && localPart.test(local);
  return at > 0 && fits && domainName.test(domain) ? normal : undefined;
}
