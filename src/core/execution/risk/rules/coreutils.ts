import { looks, rows, tool, type ToolRule } from '../toolRule.ts';

const writes = (...options: string[]) => rows('changing', 'Writes a file.', ...options);

/** GNU coreutils, util-linux, procps, findutils, grep, archives and the shell’s own commands. */
export const coreutils: readonly ToolRule[] = [
  // Whatever their words are.
  looks('echo printf true false : test ['),
  looks(
    'ls dir vdir cat tac nl head tail wc cut paste join comm cmp diff sdiff tr rev fold fmt expand unexpand column ' +
      'pwd basename dirname readlink realpath stat file du df free uptime w who whoami id groups users last ' +
      'lastlog uname arch nproc lscpu lsblk lspci lsusb lsmod lsof lsns ps pgrep pidof pstree top htop vmstat iostat mpstat ' +
      'pidstat sar netstat seq sleep wait md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum base32 ' +
      'od hexdump strings grep egrep fgrep zgrep rg ag zcat bzcat xzcat zless less more jq getent printenv locale tty logname ' +
      'numfmt factor expr cal which whereis type hash help pwdx nslookup dig host ping ping6 traceroute tracepath mtr whois ' +
      'findmnt blkid getconf getfacl lsattr namei tput clear man info return break continue shift exit logout read let local ' +
      'set getopts dirs times jobs umask cd pushd popd mapfile readarray tree finger errno zipinfo ' +
      'numastat slabtop smem ioping nmap yes look tsort ptx gzcat vdir apropos cd caller disown fg bg',
    [
      ...rows('changing', 'Starts another program.', '--pre', '--pager=*', '--hostname-bin=*'),
      ...rows('changing', 'Writes a file.', '--log-file'),
    ],
  ),
  looks('ss', rows('destructive', 'Ends connections.', '-K', '--kill')),
  looks('base64'),
  looks('xxd', rows('changing', 'Turns a dump into binary text.', '-r', '--revert')),
  looks('shopt', rows('changing', 'Changes how the shell reads commands.', '-s', '-u')),
  looks('sort', [
    ...writes('-o', '--output'),
    ...rows('changing', 'Starts another program.', '--compress-program'),
  ]),
  tool('uniq', 'read-only', 'Only looks.', {
    values: '-f -s -w',
    rows: [['* *', 'destructive', 'Writes its result over its second file.']],
  }),
  looks('date', rows('changing', 'Sets the clock.', '-s', '--set')),
  looks('hostname', rows('changing', 'Sets the name of the machine.', '-F', '-b', '--file')),
  looks('dmesg', [
    ...rows('destructive', 'Clears the kernel’s log.', '-C', '-c', '--clear', '--read-clear'),
    ...rows(
      'changing',
      'Changes the console.',
      '-D',
      '-E',
      '-n',
      '--console-off',
      '--console-on',
      '--console-level',
    ),
  ]),
  looks('ulimit'),
  looks('yq', writes('-i', '--inplace', '-s', '--split-exp')),
  looks('unzip', writes('-o', '-d', '-j')),
  tool('tar', 'changing', 'Writes files.', {
    rows: [
      ['t*', 'read-only', 'Lists an archive.'],
      ['-t*', 'read-only', 'Lists an archive.'],
    ],
    options: [
      ...rows(
        'destructive',
        'Removes or overwrites files.',
        '--remove-files',
        '--delete',
        '--recursive-unlink',
        '--overwrite',
      ),
      ...rows(
        'destructive',
        'Starts another program.',
        '--checkpoint-action',
        '--to-command',
        '-I',
        '--use-compress-program',
        '-F',
        '--info-script',
        '--new-volume-script',
        '--rsh-command',
      ),
    ],
  }),
  tool('cp', 'changing', 'Writes files; one of the same name is replaced.', {
    rows: [
      ['/dev/null *', 'destructive', 'Empties a file.'],
      ['/dev/zero *', 'destructive', 'Overwrites with zeros.'],
      ['* /dev/*', 'destructive', 'Writes over a device.'],
      ['* /etc/*', 'destructive', 'Replaces a file of the system.'],
    ],
  }),
  tool('mv', 'changing', 'Moves files; one of the same name is replaced.', {
    rows: [
      ['* /dev/null', 'destructive', 'Throws files away.'],
      ['/ *', 'destructive', 'Moves the whole system.'],
      ['* /dev/*', 'destructive', 'Writes over a device.'],
    ],
  }),
  tool('install', 'changing', 'Writes files.'),
  tool('ln', 'changing', 'Makes a link.', {
    options: rows('destructive', 'Replaces what has this name.', '-f', '--force'),
  }),
  tool('mkdir touch mktemp mkfifo mknod split csplit', 'changing', 'Makes files or folders.'),
  tool('tee', 'changing', 'Writes a file over.', {
    rows: [
      ['/dev/null', 'read-only', 'Only looks.'],
      ['/dev/stderr $', 'read-only', 'Only looks.'],
      ['/dev/tty $', 'read-only', 'Only looks.'],
      ['/dev/*', 'destructive', 'Writes over a device.'],
      ['/etc/*', 'destructive', 'Writes over a file of the system.'],
      ['/proc/*', 'destructive', 'Changes the kernel.'],
      ['/sys/*', 'destructive', 'Changes the kernel.'],
    ],
  }),
  tool('chmod chown chgrp setfacl chattr chcon restorecon', 'changing', 'Changes rights.', {
    options: rows(
      'destructive',
      'Changes the rights of a whole tree; what they were is lost.',
      '-R',
      '--recursive',
      '--restore',
    ),
  }),
  tool(
    'gzip bzip2 xz zstd gunzip bunzip2 unxz compress zip 7z',
    'changing',
    'Writes files; the source goes away.',
    {
      options: rows('read-only', 'Only looks.'),
    },
  ),
  tool('rm', 'destructive', 'Deletes files.'),
  tool('unlink', 'destructive', 'Deletes a file.'),
  tool('rmdir', 'destructive', 'Deletes folders.'),
  tool('shred wipe srm', 'destructive', 'Overwrites files so that nothing is left.'),
  tool('truncate fallocate', 'destructive', 'Cuts or overwrites a file.'),
  tool('dd', 'destructive', 'Writes over files or devices.'),
  tool('logrotate', 'changing', 'Rotates logs; old ones may go.', {
    options: rows('destructive', 'Rotates at once; the oldest logs go.', '-f', '--force'),
  }),
  tool('rename', 'changing', 'Renames files; one of the same name is replaced.'),
  tool(
    'mkfs mkfs.* mke2fs mkswap wipefs fdisk sfdisk gdisk sgdisk cfdisk parted partprobe blkdiscard hdparm',
    'destructive',
    'Changes a disk; what is on it may be lost.',
    {
      options: rows('read-only', ''),
    },
  ),
  tool('lvremove vgremove pvremove lvreduce vgreduce', 'destructive', 'Removes or shrinks a volume.'),
  looks('lvs vgs pvs lvdisplay vgdisplay pvdisplay lvscan vgscan pvscan'),
  tool(
    'lvextend lvcreate vgcreate pvcreate vgextend resize2fs xfs_growfs growpart lvresize',
    'changing',
    'Changes a volume.',
  ),
  tool('mdadm cryptsetup', 'destructive', 'Changes disks.', {
    rows: rows('read-only', 'Only looks.', 'status', 'luksDump', 'isLuks'),
  }),
  tool('zpool zfs', 'changing', 'Changes a file system.', {
    rows: [
      ...rows('read-only', 'Only looks.', 'list', 'status', 'get', 'iostat', 'history', 'diff'),
      ...rows('destructive', 'Destroys data.', 'destroy', 'rollback', 'labelclear', 'detach', 'remove'),
    ],
  }),
  tool(
    'fsck fsck.* e2fsck xfs_repair debugfs tune2fs',
    'destructive',
    'Repairs a file system; what it cannot read goes.',
    { options: [] },
  ),
  tool('umount swapoff', 'changing', 'Takes storage away from programs.', {
    options: rows('destructive', 'Takes storage away by force.', '-f', '-l', '--force', '--lazy'),
  }),
  tool('mount swapon', 'changing', 'Changes what is mounted.', {
    rows: [['', 'read-only', 'Only looks.']],
    options: rows(
      'changing',
      'Changes what is mounted.',
      '-a',
      '--all',
      '-o',
      '-e',
      '-L',
      '-U',
      '-B',
      '-R',
      '-M',
      '--*',
    ),
  }),
  tool('kill', 'destructive', 'Ends processes.', {
    rows: rows('read-only', 'Only looks.', '-l', '-L', '-0'),
  }),
  tool('pkill killall killall5 skill xkill fuser', 'destructive', 'Ends processes.'),
  tool('shutdown reboot halt poweroff init telinit', 'destructive', 'Stops or restarts the machine.'),
  tool('sysctl', 'changing', 'Changes the kernel.', {
    options: rows('changing', 'Changes the kernel.', '-w', '-p', '--write', '--load', '--system'),
    rows: [
      ['*=*', 'changing', 'Changes the kernel.'],
      ['*', 'read-only', 'Only looks.'],
      ['', 'read-only', 'Only looks.'],
    ],
  }),
  tool('modprobe insmod rmmod', 'destructive', 'Changes the kernel’s modules.'),
  tool(
    'useradd usermod groupadd groupmod adduser addgroup passwd chpasswd chage visudo vipw chsh',
    'changing',
    'Changes accounts.',
  ),
  tool('userdel groupdel deluser delgroup', 'destructive', 'Deletes accounts.'),
  tool('crontab', 'changing', 'Replaces the schedule.', {
    values: '-u -T',
    harmless: ['-l'],
    butNot: '-r -i -e -s -T -c',
    options: rows('destructive', 'Deletes the whole schedule.', '-r'),
  }),
  tool('at batch', 'changing', 'Runs something later that is not seen here.'),
  tool('renice prlimit', 'changing', 'Changes a process.'),
  tool(
    'export declare typeset readonly unset alias unalias enable source . trap bind complete compgen',
    'changing',
    'Changes the shell.',
    {},
  ),
  tool('tcpdump', 'read-only', 'Only listens.', {
    options: [...writes('-w'), ...rows('destructive', 'Starts another program.', '-z')],
  }),
  tool('split rsyslogd logger wall write mail mailx sendmail', 'changing', 'Sends or writes something.'),
  tool('rsync', 'changing', 'Copies files; those of the same name are replaced.', {
    values:
      '-e --rsh -f --filter --exclude --include --exclude-from --include-from --files-from --bwlimit --timeout',
    options: [
      ...rows(
        'destructive',
        'Deletes what the source does not have.',
        '--delete*',
        '--del',
        '--remove-source-files',
        '--remove-sent-files',
        '--inplace',
      ),
      ...rows('destructive', 'Starts another program.', '-e', '--rsh', '--rsync-path'),
    ],
  }),
  tool('scp sftp rclone s3cmd mc', 'changing', 'Copies files.', {
    rows: [
      ...rows(
        'read-only',
        'Only looks.',
        'ls *',
        'lsd *',
        'lsl *',
        'size *',
        'cat *',
        'about *',
        'check *',
        'stat *',
      ),
      ...rows(
        'destructive',
        'Deletes files.',
        'delete *',
        'deletefile *',
        'purge *',
        'rmdir*',
        'sync *',
        'move*',
        'cleanup *',
        'del *',
        'rb *',
        'rm *',
        'mirror *',
        'dedupe *',
      ),
    ],
    options: rows('destructive', 'Starts another program.', '-S', '-o'),
  }),
];
