import { rows, tool, type ToolRule } from '../toolRule.ts';

const listed = 'a addr address r route l link n neigh neighbor neighbour rule netns maddr mroute'.split(' ');

/** Addresses, routes and firewalls of a machine. */
export const network: readonly ToolRule[] = [
  tool('iptables ip6tables nft ufw firewall-cmd ipset ebtables', 'changing', 'Changes the firewall.', {
    rows: [
      ['list *', 'read-only', 'Only looks.'],
      ['status', 'read-only', 'Only looks.'],
      ...rows(
        'destructive',
        'Removes rules of the firewall.',
        'flush *',
        'delete *',
        'reset',
        'disable',
        'destroy *',
      ),
    ],
    options: [
      ...rows(
        'destructive',
        'Removes rules of the firewall.',
        '-F',
        '--flush',
        '-X',
        '-D',
        '--delete',
        '--delete-chain',
        '-P',
        '--policy',
        '--panic-on',
        '--remove-*',
      ),
    ],
  }),
  tool('ip', 'changing', 'Changes the network.', {
    values: '-n -netns -f -family -b -batch -rc',
    switches: '-4 -6 -s -j -br -brief -d -c -o -p',
    rows: [
      ...rows('destructive', 'Takes the network away.', '* del*', '* flush*'),
      ...rows('destructive', 'Takes the network away.', '* s* * down', '* s* dev * down', '* s* down *'),
      // Alone each of them lists; ip takes any beginning of a verb, but `link s` is `set`.
      ...rows('read-only', 'Only looks.', ...listed.map(what => `${what} $`), 'monitor'),
      ...rows('read-only', 'Only looks.', '* sh*', '* li*', '* ls*', '* l', '* get', '* g'),
      ...rows('read-only', 'Only looks.', 'a s', 'addr s', 'address s', 'r s', 'route s', 'n s', 'neigh s'),
    ],
  }),
  tool('ifdown', 'destructive', 'Takes the network away.'),
  tool('ifconfig route arp tc ethtool ifup nmcli iwconfig', 'changing', 'May change the network.'),
];
