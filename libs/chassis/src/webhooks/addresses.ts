import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** NAT64 (RFC 6052): where a network has only IPv6, public IPv4 hosts are reached through this prefix, and private ones, too. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Azure's platform address answers inside every virtual machine, although it looks public. */
const platform = new Set(['168.63.129.16']);

/** The address a packet really goes to: v4-mapped and NAT64 forms are judged as the IPv4 address inside. */
function reached(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.match(nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** IPv6 in its one canonical form, as the parser reads ::8.8.8.8 as if it were ::ffff:8.8.8.8. */
const canonical = (text: string): string =>
  isIP(text) === 6 ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;

/** ::a.b.c.d, deprecated by RFC 4291; some systems still route it to the IPv4 address. */
const isIPv4Compatible = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address instanceof ipaddr.IPv6 && address.parts.slice(0, 6).every((part) => part === 0);

/**
 * True only for addresses of the public internet. Everything else (private, loopback, link-local with the metadata
 * services, carrier-grade NAT, multicast, reserved, tunnels such as 6to4 and Teredo, scoped, unreadable) is refused.
 * The rule says what is let through, so a range nobody thought of is refused, too.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false;
  const address = reached(ipaddr.parse(canonical(text)));
  return address.range() === 'unicast' && !isIPv4Compatible(address) && !platform.has(address.toString());
}
