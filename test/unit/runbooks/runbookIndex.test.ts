import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import { matchRunbooks } from '../../../src/core/runbooks/matchRunbooks.ts';
import { incidentWords, RunbookIndex } from '../../../src/core/runbooks/runbookIndex.ts';
import { similarMatches } from '../../../src/core/runbooks/similarMatches.ts';
import { wordsOf } from '../../../src/core/runbooks/words.ts';
import { seeded, seeds } from '../seeded.ts';
import { alert, candidate, incident } from './candidates.ts';

const folder = new URL('../../../runbooks/', import.meta.url);

function shipped(): RunbookIndex {
  const index = new RunbookIndex();
  for (const name of readdirSync(folder).filter(file => file.endsWith('.md') && !file.startsWith('drill-'))) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    index.set(name, readPurpose(source).title ?? name, source);
  }
  return index;
}

const found = (index: RunbookIndex, text: string) => index.search(wordsOf(text)).map(({ id }) => id);

const stems = (text: string) => wordsOf(text).map(({ stem }) => stem);

describe('RunbookIndex', () => {
  it('takes words apart as people mean them', () => {
    assert.deepEqual(stems('HighErrorRate on PostgreSQLServers, the DB-pool of 127 queries (HTTPStatus)'), [
      ...['high', 'error', 'rate', 'postgre', 'sql', 'server', 'db', 'pool', 'query', 'status'],
    ]);
    assert.deepEqual(stems('the a 5 4711 x'), []);
  });

  it('finds the shipped runbook that speaks of the same', () => {
    const index = shipped();
    assert.equal(
      found(index, 'Postgres: remaining connection slots are reserved, pool exhausted')[0],
      'database-connections-exhausted.md',
    );
    assert.equal(found(index, 'Volume of the exports is nearly full, inodes low')[0], 'disk-full.md');
    assert.equal(
      found(index, 'rollback of the last deployment is needed, canary is red')[0],
      'bad-deploy.md',
    );
  });

  it('suggests nothing where no more than a word is shared', () => {
    const index = shipped();
    assert.deepEqual(found(index, 'Kitchen is out of coffee'), []);
    assert.deepEqual(found(index, 'inodes'), []);
    assert.deepEqual(found(index, ''), []);
    assert.deepEqual(found(new RunbookIndex(), 'disk full'), []);
  });

  it('says in which words, side by side where they stand so', () => {
    const index = new RunbookIndex();
    index.set('a', 'Database', '## The connection pool\n\nPostgres has a pool of connections.');
    index.set('b', 'Other', 'Nothing of the kind.');
    const words = wordsOf('Postgres connection pool is empty');
    assert.deepEqual(index.search(words)[0]?.words, ['connection pool', 'postgres']);
    const candidates = [candidate('a'), candidate('b')].map(one => ({ ...one, id: one.path }));
    const matches = similarMatches(index.search(words), candidates);
    assert.deepEqual(
      matches.map(({ kind, reason }) => [kind, reason]),
      [['similar', 'Similar words: connection pool, postgres.']],
    );
  });

  it('comes behind everything that speaks for a runbook, in the order of the search', () => {
    const index = new RunbookIndex();
    index.set('like.md', 'Disk', 'The disk of orders is full');
    index.set('more.md', 'Disk full', '## Orders: the disk is full');
    index.set('gone.md', 'Gone', 'Disk of orders');
    index.set('none.md', 'None', 'x');
    const candidates = ['like.md', 'more.md', 'service.md'].map(path => ({
      ...candidate(path, path === 'service.md' ? { services: ['Orders DB'] } : {}, 'workspace'),
      id: path,
    }));
    const matched = matchRunbooks(incident, [], candidates);
    const similar = similarMatches(index.search(incidentWords(incident, [])), candidates);
    assert.deepEqual(
      similar.map(({ candidate: { path } }) => path),
      ['more.md', 'like.md'],
    );
    assert.ok(matched.length === 1 && similar.every(({ order }) => order > matched[0]!.order));
    assert.ok(similar[0]!.order < similar[1]!.order);
  });

  it('weighs what a runbook is about more than what it mentions', () => {
    const index = new RunbookIndex();
    const filler = Array.from(
      { length: 40 },
      (_, n) => `Look at the graph of shard ${'abcdefgh'[n % 8]}x.`,
    ).join('\n');
    index.set('mentions', 'Queues', `${filler}\nA certificate may have expired.\n${filler}`);
    index.set('about', 'Certificate expired', `${filler}\n${filler}`);
    assert.deepEqual(found(index, 'TLS certificate expired')[0], 'about');
  });

  it('knows the newest text only, and forgets what is gone', () => {
    const index = new RunbookIndex();
    index.set('a', 'A', 'disk full');
    index.set('a', 'A', 'pool empty');
    assert.deepEqual(found(index, 'disk full'), []);
    assert.deepEqual(found(index, 'pool empty'), ['a']);
    index.delete('a');
    index.delete('a');
    assert.deepEqual([found(index, 'pool empty'), index.size], [[], 0]);
  });

  it('answers the same, whatever was there before', () => {
    for (const seed of seeds(20)) {
      const random = seeded(seed);
      const pick = () =>
        'disk pool full empty error rate queue certificate deploy slow'.split(' ')[
          Math.floor(random() * 10)
        ]!;
      const text = () => Array.from({ length: 1 + Math.floor(random() * 12) }, pick).join(' ');
      const [worked, fresh] = [new RunbookIndex(), new RunbookIndex()];
      const texts = new Map<string, string>();
      for (let n = 0; n < 60; n++) {
        const id = String(Math.floor(random() * 12));
        if (random() < 0.3) {
          worked.delete(id);
          texts.delete(id);
        } else {
          const words = text();
          worked.set(id, id, words);
          texts.delete(id);
          texts.set(id, words);
        }
      }
      for (const [id, words] of texts) fresh.set(id, id, words);
      const query = wordsOf(text());
      const scores = (index: RunbookIndex) =>
        new Map(index.search(query).map(({ id, score }) => [id, score.toFixed(9)]));
      assert.deepEqual([...scores(worked)].sort(), [...scores(fresh)].sort(), `seed ${seed}`);
    }
  });

  it('stays within bounds for huge texts, many files and hostile words', () => {
    const index = new RunbookIndex();
    const many = Array.from(
      { length: 100_000 },
      (_, n) => `word${String.fromCharCode(97 + (n % 26))}${n.toString(36)}zz`,
    );
    index.set('huge', 'Huge', many.join(' '));
    index.set('one', 'x'.repeat(1_000_000), 'y'.repeat(1_000_000));
    index.set('__proto__', 'constructor prototype', 'hasOwnProperty toString');
    for (let n = 0; n < 2_100; n++) index.set(`f${n}`, `File ${n}`, 'disk full');
    assert.equal(index.size, 2_000);
    assert.equal(
      index.search(Array.from({ length: 100_000 }, (_, n) => ({ stem: `q${n}`, spoken: `q${n}` }))).length,
      0,
    );
    assert.deepEqual(
      index.search(wordsOf('constructor prototype')).map(({ id }) => id),
      ['__proto__'],
    );
  });

  it('asks with what the alerts call it, the title, the service and the labels', () => {
    const alerts = [alert({ alertName: 'PoolExhausted', labels: { team: 'ledger' } })];
    const words = incidentWords(incident, alerts).map(({ stem }) => stem);
    for (const word of ['pool', 'exhausted', 'disk', 'full', 'order', 'ledger'])
      assert.ok(words.includes(word), word);
  });
});
