import assert from 'node:assert/strict';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import { atHeading, type ChosenRunbook } from '../../../../src/ui/runbooks/chosenRunbook.ts';
import { FakeClock } from '../../fakeClock.ts';

const chosen = (fragment: string | null) =>
  ({ file: { path: 'r.md', uri: 'r' }, reason: 'Why.', fragment }) as unknown as ChosenRunbook;

describe('The heading that a link names', () => {
  let read: string[];
  beforeEach(() => (read = []));
  const at = (fragment: string | null, source: () => Promise<string>) =>
    atHeading(
      {
        library: { read: source },
        reader: {
          read: (text, fileName) => {
            read.push(text);
            return Promise.resolve(parseRunbook(text, { fileName, clock: new FakeClock() }));
          },
        },
      },
      chosen(fragment),
    );
  const text = () => Promise.resolve('# One\n\n## Roll back\n');

  it('is looked for by the reader, which holds up nobody', async () => {
    assert.deepEqual(await at('roll-back', text), chosen('roll-back'));
    assert.deepEqual(read, ['# One\n\n## Roll back\n']);
  });

  it('is said to be missing where it is', async () => {
    const { fragment, reason } = await at('gone', text);
    assert.equal(fragment, null);
    assert.match(reason, /^Why\. .*gone/);
  });

  it('needs no text where none is named, and none that can be read', async () => {
    assert.deepEqual(await at(null, text), chosen(null));
    assert.deepEqual(await at('gone', () => Promise.reject(new Error('EACCES'))), chosen('gone'));
    assert.deepEqual(read, []);
  });
});
