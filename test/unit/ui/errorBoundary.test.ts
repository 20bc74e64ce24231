import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import type * as Errors from '../../../src/core/errors.ts';
import type * as Boundary from '../../../src/ui/errorBoundary.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('What is written down on the way to something else', () => {
  let parts: typeof Boundary & typeof Errors & StandIn;
  const logged: unknown[] = [];
  const boundary = () =>
    new parts.ErrorBoundary({ ...silentLogger, error: (_what, error) => void logged.push(error) }, () => {});
  before(async () => {
    parts = await withStandIn('ui/errorBoundary.ts', 'core/errors.ts');
  });

  it('holds nothing up where the journal keeps it, and stands in the log', async () => {
    const kept = new parts.JournalWriteError('There is no room.');
    const told: string[] = [];
    await boundary().written('Writing down an approval', Promise.reject(kept), words => told.push(words));
    assert.deepEqual(logged, [kept]);
    assert.equal(told.length, 1);
    assert.match(told[0]!, /^There is no room\. It is kept while this window is open/);
  });

  it('is a warning where nobody else tells of it', async () => {
    const warned: string[] = [];
    Object.assign(parts.window, { showWarningMessage: async (words: string) => void warned.push(words) });
    const kept = new parts.JournalWriteError('There is no room.');
    await boundary().written('Writing down a role', Promise.reject(kept));
    assert.equal(warned.length, 1);
    assert.match(warned[0]!, /^There is no room\. It is kept/);
  });

  it('offers the page of the documentation that a failure names', async () => {
    const offered: (readonly string[])[] = [];
    const opened: unknown[] = [];
    Object.assign(parts.window, {
      showErrorMessage: async (_words: string, ...actions: readonly string[]) => {
        offered.push(actions);
        return actions[0];
      },
    });
    Object.assign(parts.commands, { executeCommand: async (...args: unknown[]) => void opened.push(args) });
    boundary().report(
      'Rendering',
      new parts.NotPossibleError('It is broken.', 'Mend it.', { page: 'post-mortem' }),
    );
    boundary().report('Rendering', new parts.NotPossibleError('It is gone.', 'Look for it.'));
    await new Promise(setImmediate);
    assert.deepEqual(offered, [['Open Documentation', 'Show Log'], ['Show Log']]);
    assert.deepEqual(opened, [['onCall.openDocumentation', 'post-mortem']]);
  });

  it('lets every other failure through', async () => {
    const other = new parts.NotPossibleError('It is gone.', 'Look for it.');
    await assert.rejects(boundary().written('Writing down an approval', Promise.reject(other)), other);
  });
});
