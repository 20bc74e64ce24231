import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { headFacts, headMoves } from '../../../src/core/git/headFacts.ts';
import { SampleRepository } from './sampleRepository.ts';

// Each command is a process of its own, and a busy machine starts few in a second.
describe('What is done in a repository', function () {
  this.timeout(60_000);
  let sample: SampleRepository;
  let from: number;
  beforeEach(() => {
    sample = new SampleRepository();
    sample.commit('before the incident');
    sample.now += 60_000;
    from = sample.now;
  });
  afterEach(() => sample.remove());
  const facts = async () =>
    headFacts('checkout', await headMoves(sample.git, await sample.repository(), from));
  const texts = async () => (await facts()).map(({ text }) => text.replace(/\b[0-9a-f]{8}\b/g, 'SHA'));

  it('a commit and a checkout are one fact each, with what they were', async () => {
    const sha = sample.commit('Raise the pool');
    const committed = utc(sample.now);
    sample.now += 60_000;
    sample.run('checkout', '--quiet', '-b', 'hotfix');
    assert.deepEqual(await facts(), [
      {
        at: committed,
        text: `Committed ${sha.slice(0, 8)} “Raise the pool” in checkout`,
        data: { repository: 'checkout', event: 'commit', sha, ref: null, subject: 'Raise the pool' },
      },
      {
        at: utc(sample.now),
        text: `Checked out hotfix at ${sha.slice(0, 8)} in checkout`,
        data: { repository: 'checkout', event: 'checkout', sha, ref: 'hotfix', subject: '' },
      },
    ]);
  });

  it('a commit that was mended and one that takes another back say so', async () => {
    sample.commit('Raise the pool');
    sample.now += 60_000;
    sample.run('commit', '--quiet', '--amend', '-m', 'Raise the pool to 200');
    sample.now += 60_000;
    sample.run('revert', '--no-edit', 'HEAD');
    sample.now += 60_000;
    sample.run('reset', '--quiet', '--hard', 'HEAD~1');
    assert.deepEqual(await texts(), [
      'Committed SHA “Raise the pool” in checkout',
      'Amended to SHA “Raise the pool to 200” in checkout',
      'Committed SHA “Revert "Raise the pool to 200"” in checkout',
      'Reset to SHA in checkout',
    ]);
  });

  it('a rebase of many commits is one fact, once it is done', async () => {
    sample.run('checkout', '--quiet', '-b', 'side');
    for (let i = 0; i < 8; i++) sample.commit(`work ${i}`, { [`side${i}.txt`]: 'x' });
    sample.run('checkout', '--quiet', 'main');
    sample.commit('meanwhile', { 'main.txt': 'x' });
    sample.run('checkout', '--quiet', 'side');
    from = sample.now + 1_000;
    sample.now += 60_000;
    sample.run('rebase', '--quiet', 'main');
    assert.deepEqual(await texts(), ['Rebased side to SHA (8 commits) in checkout']);
  });

  it('a pull that goes forward by many commits is one fact', async () => {
    const upstream = new SampleRepository('upstream', sample.now);
    try {
      upstream.run('pull', '--quiet', sample.root, 'main');
      for (let i = 0; i < 6; i++) upstream.commit(`work ${i}`, { [`up${i}.txt`]: 'x' });
      sample.now = upstream.now;
      sample.run('pull', '--quiet', '--no-rebase', upstream.root, 'main');
      assert.deepEqual(await texts(), ['Pulled: now at SHA in checkout']);
    } finally {
      upstream.remove();
    }
  });

  it('a series that was picked in one go is one fact', async () => {
    sample.run('checkout', '--quiet', '-b', 'side');
    for (let i = 0; i < 6; i++) sample.commit(`work ${i}`, { [`side${i}.txt`]: 'x' });
    sample.run('checkout', '--quiet', 'main');
    from = sample.now + 1_000;
    sample.now += 60_000;
    sample.run('cherry-pick', 'main..side');
    assert.deepEqual(await texts(), ['Made 6 commits, the last one SHA “work 5” in checkout']);
  });

  it('a merge by hand names what was merged', async () => {
    sample.run('checkout', '--quiet', '-b', 'side');
    sample.commit('work', { 'side.txt': 'x' });
    sample.run('checkout', '--quiet', 'main');
    from = sample.now + 1_000;
    sample.now += 60_000;
    sample.run('merge', '--quiet', 'side');
    assert.deepEqual(await texts(), ['Merged side: now at SHA in checkout']);
  });

  it('nothing is told of a repository without commits', async () => {
    const empty = new SampleRepository('empty');
    try {
      assert.deepEqual(await headMoves(empty.git, await empty.repository(), 0), []);
    } finally {
      empty.remove();
    }
  });
});
