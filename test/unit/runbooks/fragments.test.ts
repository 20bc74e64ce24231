import assert from 'node:assert/strict';
import { headingFor } from '../../../src/core/runbooks/fragments.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { FakeClock } from '../fakeClock.ts';

describe('headingFor', () => {
  const source =
    '# A\n\n## Quick diagnosis\n\n## Step 2: Restart!\n\n## Steps\n\n## Steps\n\n## Größe prüfen\n\n## 50% off\n';
  const { headings } = parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() });

  const rows: [fragment: string, slug: string | null][] = [
    ['quick-diagnosis', 'quick-diagnosis'],
    ['Quick-Diagnosis', 'quick-diagnosis'],
    ['Quick diagnosis', 'quick-diagnosis'],
    ['Quick%20diagnosis', 'quick-diagnosis'],
    ['user-content-quick-diagnosis', 'quick-diagnosis'],
    ['markdown-header-quick-diagnosis', 'quick-diagnosis'],
    ['step-2-restart', 'step-2-restart'],
    ['Step 2: Restart!', 'step-2-restart'],
    ['steps-1', 'steps-1'],
    ['gr%C3%B6%C3%9Fe-pr%C3%BCfen', 'größe-prüfen'],
    ['50-off', '50-off'],
    ['50% off', '50-off'],
    ['L12', null],
    ['L12-L20', null],
    ['renamed', null],
    ['', null],
    ['%E0%A4%A', null],
    ['user-content-', null],
    ['quick-diagnosis"><script>', null],
  ];
  for (const [fragment, slug] of rows) {
    it(`“${fragment}” is ${slug ?? 'none'}`, () => {
      assert.equal(headingFor(fragment, headings)?.slug ?? null, slug);
    });
  }
});
