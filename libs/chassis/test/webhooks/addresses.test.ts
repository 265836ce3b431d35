import fc from 'fast-check';
import { isPublicAddress } from '../../src/webhooks/addresses';

const hidden: [string, ...string[]][] = [
  ['this network', '0.0.0.0', '::'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456:789a::1'],
  ['link-local and metadata', '169.254.169.254', 'fe80::1', 'fd00:ec2::254', '168.63.129.16', '100.100.100.200'],
  ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
  ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
  ['reserved', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '2001:db8::1', '100::1'],
  ['site-local', 'fec0::1'],
  ['v4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe'],
  ['v4-compatible', '::127.0.0.1', '::8.8.8.8'],
  ['v4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::169.254.169.254', '64:ff9b:1::8.8.8.8'],
  ['6to4 and Teredo', '2002:7f00:1::', '2002:808:808::', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['scoped', 'fe80::1%eth0', '2606:4700::1111%eth0'],
  ['no address', '', 'localhost', '127.1', '0x7f.1', '2130706433', '256.1.1.1', '1.2.3', ':::'],
];

describe('addresses a webhook may not reach', () => {
  it.each(hidden)('%s', (_name, ...addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });
});

it('lets through what is on the public internet, also behind NAT64', () => {
  const open = [
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '100.63.0.1',
    '2606:4700:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ];
  expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
});

const octet = fc.integer({ min: 0, max: 255 });
const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

it('judges every IPv6 form of an IPv4 address as that address', () => {
  fc.assert(
    fc.property(octet, octet, octet, octet, (a, b, c, d) => {
      const dotted = `${a}.${b}.${c}.${d}`;
      const expected = isPublicAddress(dotted);
      for (const prefix of ['::ffff:', '0:0:0:0:0:ffff:', '64:ff9b::']) {
        expect(isPublicAddress(prefix + dotted)).toBe(expected);
        expect(isPublicAddress(`${prefix}${hex(a, b)}:${hex(c, d)}`)).toBe(expected);
      }
    }),
  );
});

it('refuses every address of the ranges that must never be reached', () => {
  const ranges = fc.oneof(
    fc.tuple(fc.constant(10), octet, octet, octet),
    fc.tuple(fc.constant(127), octet, octet, octet),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
  );
  fc.assert(fc.property(ranges, (parts) => !isPublicAddress(parts.join('.'))));
});
