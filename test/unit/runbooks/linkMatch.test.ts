import assert from 'node:assert/strict';
import { fragmentOf, linkedCandidates, pathOf } from '../../../src/core/runbooks/linkMatch.ts';
import { candidate } from './candidates.ts';
import { seeded, seeds } from '../seeded.ts';

describe('linkMatch', () => {
  it('reads the path and the place out of any address', () => {
    const rows: [href: string, path: string, fragment: string | null][] = [
      ['https://a.example/b/c.md?d=e#f', '/b/c.md', 'f'],
      ['b/c.md#f%20g', 'b/c.md', 'f g'],
      ['b/c.md?plain=1', 'b/c.md', null],
      ['https://dev.azure.com/o/p/_git/r?path=/b/c.md#f', '/b/c.md', 'f'],
      ['c:/b.md', 'c:/b.md', null],
      ['#', '', null],
      ['', '', null],
      ['a#b#c', 'a', 'b#c'],
      ['a#%', 'a', '%'],
    ];
    for (const [href, path, fragment] of rows)
      assert.deepEqual([pathOf(href), fragmentOf(href)], [path, fragment], href);
  });

  it('maps every address that is made of a file’s own path back to that file, whatever stands before it', () => {
    for (const seed of seeds(200)) {
      const random = seeded(seed);
      const pick = (words: string) => words.split(' ')[Math.floor(random() * words.split(' ').length)]!;
      const some = (most: number) =>
        Array.from({ length: Math.floor(random() * most) }, () => pick('a b c db team-x main release ops'));
      const paths = Array.from({ length: 8 }, () =>
        [...some(4), `${pick('disk pool cert queue')}.md`].join('/'),
      );
      const candidates = [...new Set(paths)].map(path => candidate(`runbooks/${path}`));
      const { path } = candidates[Math.floor(random() * candidates.length)]!;
      const before = pick(
        'https://github.com/o/r/blob https://git.example/o/r/-/raw https://bitbucket.org/o/r/src',
      );
      const href = `${before}/${['branch', ...some(3)].join('/')}/${path}#step`;
      const found = linkedCandidates(href, candidates).map(one => [one.candidate.path, one.byNameOnly]);
      assert.deepEqual(found, [[path, false]], `seed ${seed}: ${href}`);
    }
  });
});
