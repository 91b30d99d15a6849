import { BlockList, isIP } from 'node:net';

/** 4 or 6 for an address of that version of IP; 0: it is none. */
export function ipVersion(text: string): 0 | 4 | 6 {
  return isIP(text) as 0 | 4 | 6;
}

/** Whether one of `addresses` lies in one of `networks`, of which the first `bits` count; null: all. */
export function anyWithin(
  addresses: readonly string[],
  networks: readonly string[],
  bits: { readonly four: number | null; readonly six: number | null },
): boolean {
  const list = new BlockList();
  for (const network of networks) {
    if (ipVersion(network) === 4) list.addSubnet(network, bits.four ?? 32, 'ipv4');
    else list.addSubnet(network, bits.six ?? 128, 'ipv6');
  }
  return addresses.some((address) => list.check(address, ipVersion(address) === 4 ? 'ipv4' : 'ipv6'));
}
