import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { silentLogger } from '../../../src/core/logger.ts';
import type * as Control from '../../../src/ui/drillControl.ts';
import { FakeClock } from '../fakeClock.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('A drill whose window is closed or reloaded', function () {
  this.timeout(60_000);
  let parts: typeof Control & StandIn;

  before(async () => {
    parts = await withStandIn('ui/drillControl.ts');
  });

  it('leaves no files: the process ends before anything that is waited for', async () => {
    let folder = '';
    const sessions = {
      open: ({ environment }: { readonly environment: Readonly<Record<string, string>> }) => {
        folder = environment['DRILL_EXPORTS_DIR']!;
      },
      close: () => {},
    };
    const control = new parts.DrillControl({
      sessions: sessions as never,
      clock: new FakeClock(),
      logger: silentLogger,
      onForget: async () => {},
    });
    await control.start();
    assert.ok(existsSync(folder), folder);
    control.dispose();
    // Not one turn of the event loop later.
    assert.equal(existsSync(folder), false);
  });
});
