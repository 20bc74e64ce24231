import { worse, type RiskClass } from './risk.ts';
import { bareSql } from './sqlText.ts';

const reads =
  /^(?:select|show|explain|describe|desc|with|values|table|set|begin|start\s+transaction|(?:commit|rollback)(?!\s+prepared)|end|use|pragma|reset(?!\s+(?:persist|query\s+cache)\b)|fetch|close|\\(?:d|l|dt|x|timing|pset|conninfo|echo|q|t|a|encoding|gx|watch))\b/i;
const destroys =
  /\b(?:drop|truncate|delete|purge|kill|shutdown|detach|pg_terminate_backend|pg_drop_replication_slot|pg_promote|lo_unlink|lo_import|lo_export|pg_read_file|pg_file_unlink|pg_file_write|pg_switch_wal|dblink\w*|query_to_xml|load_file|sys_exec|sys_eval|xp_cmdshell|program|replace|merge|revoke|restore|flush|outfile|dumpfile|do|call|execute|exec|prepare|disable|rename|overwrite|stop|optimize|cluster|discard|rollback\s+prepared|reset\s+(?:master|slave|replica|binary))\b/i;
const changes =
  /\b(?:insert|update|alter|create|grant|vacuum|analyze|reindex|refresh|comment|copy|lock|import|load|into|nextval|setval|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_advisory_\w+|set_config|notify|listen|unlisten|attach|for\s+(?:no\s+key\s+)?(?:update|share)|checkpoint|install|security|global)\b/i;
/** Functions that only compute; any other may do anything. */
const harmless = new Set(
  'cardinality array_length bool_or bool_and starts_with count sum avg min max now left right length lower upper coalesce nullif round floor ceil abs greatest least extract date_trunc age to_char to_timestamp current_setting pg_backend_pid pg_blocking_pids unnest array_agg string_agg json_agg jsonb_agg row_number rank dense_rank lag lead pg_size_pretty pg_database_size pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size pg_is_in_recovery pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_current_wal_lsn pg_wal_lsn_diff pg_postmaster_start_time version in exists any all values over filter from and or not as on where lateral by using distinct interval concat concat_ws substr substring trim replace_ regexp_replace split_part cast date datediff timestampdiff unix_timestamp from_unixtime ifnull if database schema user host current_user generate_series pg_get_indexdef pg_get_viewdef obj_description pg_stat_get_activity format_bytes sys_context group_concat percentile_cont within table_name index_name costs buffers verbose numeric varchar char decimal integer having then when else case join select union except intersect array row pg_stat_file inet_server_addr sleep_ quote_ident md5 hex random rand histogram txid_current_snapshot'.split(
    ' ',
  ),
);

/** What a text of SQL may do at most. `\0` in it stands for a value that is known only when it runs. */
export function riskOfSql(text: string): { readonly risk: RiskClass; readonly reason: string } {
  let worst: RiskClass = 'read-only';
  for (const dialect of ['standard', 'mysql'] as const)
    for (const statement of bareSql(text, dialect).split(/;|\\g(?![a-z])|\n(?=\\)/))
      worst = worse(worst, riskOfStatement(statement.trim()));
  const reason = {
    'read-only': 'SQL that only looks.',
    changing: 'SQL that changes something, or that is not known here.',
    destructive: 'SQL that deletes or ends something, or may.',
  }[worst];
  return { risk: worst, reason };
}

function riskOfStatement(statement: string): RiskClass {
  if (statement === '') return 'read-only';
  if (
    /^[\0\u0001]/.test(statement) ||
    // psql runs what a query gives, pipes into a program, or takes a value from one.
    /\\gexec\b|^\||\\(?:g|o|w|copy)\s*\||^\\[a-z]+\b[^\n]*`/i.test(statement) ||
    // They run a program or a file wherever they stand in a line, in psql as in mysql.
    /(?<!\\)(?:\\\\)*\\(?:[!.]|(?:ir?|include\w*)\b)/i.test(statement) ||
    // A variable of psql’s stands for any text.
    /(?:^|[^:\w]):[A-Za-z_]/.test(statement.replace(/::\w+/g, '')) ||
    /^\s*(?:\\(?:o|out|c|connect|cd|e|edit|ef|ev|g|gx|w|write|copy)\b|source\b|system\b|\.(?:shell|system|read|import|restore|output|once))/i.test(
      statement,
    )
  )
    return 'destructive';
  if (destroys.test(statement.replace(/\bset\s+session\b/gi, ''))) return 'destructive';
  if (
    /\bupdate\b/i.test(statement) &&
    !/\bwhere\b/i.test(statement) &&
    !/\bfor\s+(?:no\s+key\s+)?update\b/i.test(statement)
  )
    return 'destructive';
  // A value put in where a word of SQL stands can be any SQL.
  if (/(?:^|[\s(])[\0\u0001](?:$|[\s)])/.test(statement.replace(/''/g, ''))) return 'destructive';
  if (
    changes.test(statement.replace(/^show\s+global\b/i, 'show')) &&
    !/^explain\s+(?:\((?![^)]*analyze)[^)]*\)\s*)?(?!analyze)select/i.test(statement)
  )
    return 'changing';
  if (!reads.test(statement))
    return /^\.(?:tables|schema|mode|headers|databases|indexes|quit)/.test(statement)
      ? 'read-only'
      : 'changing';
  if (
    /^set\b/i.test(statement) &&
    !/^set\s+(?:session|local|statement_timeout|lock_timeout|search_path|transaction|names)\b/i.test(
      statement,
    )
  )
    return 'changing';
  for (const [, name] of statement.matchAll(/(?<!\bas\s+)\b([A-Za-z_][\w.]*)\s*\(/gi))
    if (!harmless.has(name!.toLowerCase().replace(/^pg_catalog\./, ''))) return 'changing';
  return 'read-only';
}
