import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';

export type AttemptKey = (kind: 'account' | 'address' | 'register', of: string) => Buffer;

/** Names what is counted without keeping it: whoever reads the table cannot try addresses against it without the secret. */
export const attemptKeys =
  (secret: Buffer): AttemptKey =>
  (kind, of) =>
    createHmac('sha256', secret).update(`${kind}:${of}`).digest();

/** What counts as one address: of IPv6 the network of 64 bits, of which everybody has all the addresses. */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const first = head.split(':').filter(Boolean);
  const last = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
