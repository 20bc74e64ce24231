import { rows, tool, type ToolRule } from '../toolRule.ts';

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
      ...rows('destructive', 'Takes the network away.', '* del*', '* flush*', 'link set * down', '* del *'),
      ...rows(
        'read-only',
        'Only looks.',
        'a',
        'addr',
        'address',
        'route',
        'r',
        'link',
        'neigh',
        'rule',
        'l',
        'n',
        '* show',
        '* list',
        '* ls',
        '* get',
        '-s',
        'netns list',
        'monitor',
      ),
    ],
  }),
  tool('ifdown', 'destructive', 'Takes the network away.'),
  tool('ifconfig route arp tc ethtool ifup nmcli iwconfig', 'changing', 'May change the network.'),
];
