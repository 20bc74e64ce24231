import assert from 'node:assert/strict';
import type { RiskClass } from '../../../../src/core/execution/risk/risk.ts';
import { riskOfSql } from '../../../../src/core/execution/risk/sql.ts';

const cases: Readonly<Record<RiskClass, readonly string[]>> = {
  'read-only': [
    'SELECT 1',
    "SELECT 'drop table a; delete from b'",
    'SELECT count(*) FROM orders -- not: drop table a',
    "SELECT created_at::date FROM a WHERE b = 'c'",
    'EXPLAIN SELECT * FROM a',
    '\\dt\n\\conninfo',
    'SHOW PROCESSLIST',
    'START TRANSACTION READ ONLY; SELECT 1; COMMIT',
    'BEGIN; SELECT 1; ROLLBACK',
    'COMMIT AND CHAIN',
    'SELECT 1 \\gx',
    "SELECT a FROM b WHERE c ~ '\\.sql'",
    'SELECT a FROM b WHERE c REGEXP "\\\\.sql"',
    'RESET ALL; RESET search_path',
    'WITH a AS (SELECT 1) SELECT * FROM a WHERE b = $$it is$$',
  ],
  changing: [
    'INSERT INTO a VALUES (1)',
    'UPDATE a SET b = 1 WHERE c = 2',
    'CREATE INDEX i ON a (b)',
    'mystery',
    'START SLAVE',
    'START REPLICA',
    'START GROUP_REPLICATION',
    "COMMIT PREPARED 'gid'",
    'RESET PERSIST',
  ],
  destructive: [
    'DROP TABLE a',
    'SELECT 1; TRUNCATE a',
    'UPDATE a SET b = 1',
    'DELETE FROM a WHERE b = 1',
    'RESET MASTER',
    'reset\nbinary logs and gtids',
    'RESET SLAVE ALL',
    'RESET REPLICA ALL',
    "ROLLBACK PREPARED 'gid'",
    // A string that one dialect ends, and the other does not.
    "SELECT '\\'; DROP TABLE a; SELECT '\\'",
    "SELECT 'a\\'; DROP TABLE a; -- '",
    "SELECT '--'; DROP TABLE a",
    "SELECT '/*'; DROP TABLE a; SELECT '*/'",
    'SELECT "--"; DROP TABLE a',
    'SELECT 5\n#3; DROP TABLE a',
    'SELECT $$ -- $$; DROP TABLE a',
    '/* /* */ DROP TABLE a */',
    '/*!50000 DROP TABLE a */',
    'DO $$ BEGIN DELETE FROM a; END $$',
    "SELECT 'drop table a' \\gexec",
    'SELECT 1 \\g | sh',
    '\\set x `rm -rf /`',
    '\\! rm -rf /',
    // The short forms of mysql’s, which stand anywhere in a line, as those of psql do.
    '\\. x.sql',
    '\\.x.sql',
    'USE shop\n\\. x.sql',
    'SELECT 1; \\. x.sql',
    'SELECT 1 \\. x.sql',
    'SELECT 1\\. x.sql',
    'SELECT 1 \\! rm -rf /',
    '\\x \\\\\\! rm -rf /',
    'SELECT 1 \\i x.sql',
    '\\ir x.sql',
    '\\include_relative x.sql',
    '\\copy a FROM PROGRAM ls',
    'SELECT * FROM a WHERE :condition',
    'SELECT pg_terminate_backend(1)',
  ],
};

describe('The risk of SQL', () => {
  for (const [risk, texts] of Object.entries(cases))
    for (const text of texts)
      it(`${risk}: ${JSON.stringify(text)}`, () => assert.equal(riskOfSql(text).risk, risk));
});
