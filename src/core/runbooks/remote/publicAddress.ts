import { BlockList, isIP, isIPv4 } from 'node:net';

/** IANA’s registries of special-purpose addresses (RFC 6890 and what updated it), as of 2026: none is a public host. */
const notPublicV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], // “this network”
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared, carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, and where clouds answer for metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
  ['168.63.129.16', 32], // Azure’s own services answer here, to its machines only
];

/** Of IPv6 only 2000::/3 is given out to hosts; these parts of it are not, or carry an IPv4 address inside. */
const notPublicV6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23], // IETF protocol assignments, with Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const refused = new BlockList();
for (const [network, prefix] of notPublicV4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of notPublicV6) refused.addSubnet(network, prefix, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address may belong to a server on the internet. False for everything inside (private, loopback,
 * link-local, shared, unique local), for what is no host’s (multicast, reserved, documentation), for IPv4 inside IPv6
 * (mapped, NAT64, 6to4, Teredo), for addresses with a zone, and for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  return givenOut.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}
