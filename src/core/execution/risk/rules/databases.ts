import { rows, type ToolRule } from '../toolRule.ts';

/** @param alone Beside what it reads no input. */
const sqlPrompt = (names: readonly string[], alone: RegExp | 'operand'): ToolRule => ({
  names,
  touches: 'database',
  values: '-h --host --port -u --user --database -d -S -U -P -separator',
  target: '-h --host -S',
  sql: { options: '-q --query -e --execute -c --command -Q -cmd', operand: 1, alone },
  options: rows(
    'destructive',
    'Runs a file of SQL that is not looked at here.',
    ...['-f', '--file', '--queries-file', '-i', '-init'],
  ),
  otherwise: ['read-only', 'Runs SQL that only looks.'],
});

/** Databases at their prompt. SQL is read by sql.ts. */
export const databases: readonly ToolRule[] = [
  {
    names: ['psql', 'pgcli'],
    touches: 'database',
    values:
      '-h --host -p --port -U --username -d --dbname -v --set --variable -F --field-separator -R --record-separator -P --pset -T -o --output -L --log-file -f --file',
    switches:
      '-X --no-psqlrc -t -A -q -w -W -x -1 -e -a -E -s -S -l --list --csv -H -n --quiet --tuples-only --no-align --expanded --no-password',
    target: '-h --host -d --dbname',
    sql: { options: '-c --command', alone: /^-[XtAqwW1eaEsSHn]*c|^--command/ },
    options: [
      ...rows('changing', 'Writes a file.', '-o', '--output', '-L', '--log-file'),
      ...rows('destructive', 'Runs a file of SQL that is not looked at here.', '-f', '--file'),
    ],
    rows: [],
    // It lists the databases, and nothing else.
    harmless: ['-l', '--list'],
    butNot: '-c --command -o --output -L --log-file -f --file -v --set --variable',
    otherwise: ['read-only', 'Runs SQL that only looks.'],
  },
  {
    names: ['mysql', 'mariadb', 'mycli'],
    touches: 'database',
    values:
      '-h --host -P --port -u --user -D --database -S --socket --protocol --default-character-set --defaults-file --defaults-extra-file --defaults-group-suffix --ssl-ca',
    switches: '-p -N -B -s -t -v -r --batch --raw --silent --skip-column-names --table -E --ssl',
    target: '-h --host',
    // `-p` has a password with it, in which an `e` is none.
    sql: { options: '-e --execute --init-command', alone: /^-[NBstvrEA]*e|^--execute/ },
    options: rows('destructive', 'Starts another program.', '--pager=*', '--tee=*'),
    otherwise: ['read-only', 'Runs SQL that only looks.'],
  },
  sqlPrompt(['sqlite3', 'duckdb'], 'operand'),
  sqlPrompt(
    ['clickhouse-client', 'cockroach', 'cqlsh', 'snowsql', 'trino', 'presto'],
    /^(?:-e|--query|--execute|--command)(?:=|$)/,
  ),
  // Its `-e` only repeats what it reads.
  sqlPrompt(['sqlcmd'], /^-Q|^--query(?:=|$)/),
  {
    names: [
      'pg_dump',
      'pg_dumpall',
      'mysqldump',
      'mariadb-dump',
      'mongodump',
      'pg_basebackup',
      'mongoexport',
    ],
    touches: 'database',
    target: '-h --host',
    values: '-h --host -d -U -p -u',
    otherwise: ['changing', 'Reads all of a database and may write a file.'],
    options: rows(
      'destructive',
      'Deletes logs of the server.',
      '--delete-master-logs',
      '--delete-source-logs',
      '--flush-logs',
    ),
  },
  {
    names: ['pg_restore', 'mysqlimport', 'mongorestore', 'mongoimport'],
    touches: 'database',
    target: '-h --host',
    values: '-h --host',
    otherwise: ['destructive', 'Writes over a database.'],
    harmless: ['-l', '--list'],
  },
  {
    names: ['dropdb', 'dropuser', 'pg_resetwal', 'pg_rewind', 'mysql_secure_installation'],
    touches: 'database',
    target: '-h --host',
    values: '-h --host',
    otherwise: ['destructive', 'Deletes a database or a role.'],
  },
  {
    names: ['createdb', 'createuser', 'vacuumdb', 'reindexdb', 'clusterdb', 'pgbench', 'mysqlslap', 'initdb'],
    touches: 'database',
    target: '-h --host',
    values: '-h --host',
    otherwise: ['changing', 'Changes or loads a database.'],
  },
  {
    names: ['pg_isready', 'pg_controldata', 'pg_waldump', 'pg_lsclusters', 'mysqlshow'],
    touches: 'database',
    target: '-h --host',
    values: '-h --host',
    otherwise: ['read-only', 'Only looks.'],
  },
  {
    names: ['mysqladmin'],
    touches: 'database',
    values: '-h --host -u --user -P --port -S --socket',
    switches: '-p',
    target: '-h --host',
    rows: [
      ...rows(
        'destructive',
        'Ends sessions, or deletes or stops a database.',
        'drop',
        'shutdown',
        'kill',
        'stop-*',
        '* drop',
        '* shutdown',
        '* kill',
        'flush-*',
        'password',
      ),
      ...rows(
        'read-only',
        'Only looks.',
        'status',
        'processlist',
        'ping',
        'version',
        'variables',
        'extended-status',
      ),
    ],
    otherwise: ['changing', 'Changes a database.'],
  },
  {
    names: ['pg_ctl', 'pg_ctlcluster', 'patronictl', 'repmgr', 'pgbouncer'],
    touches: 'database',
    values: '-D -c --config-file',
    rows: [
      ...rows(
        'read-only',
        'Only looks.',
        'status',
        'list',
        'history',
        'version',
        'show-config',
        'topology',
        'cluster show',
      ),
      ...rows(
        'destructive',
        'Stops or switches a database.',
        'stop',
        'restart',
        'promote',
        'failover',
        'switchover',
        'reinit',
        'remove',
        'kill',
        '* * stop',
        '* * restart',
        'standby promote',
      ),
    ],
    otherwise: ['changing', 'Changes a database.'],
  },
];
