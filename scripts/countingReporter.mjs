// Mocha's own reporter, which also leaves what the run came to where ONCALL_TEST_REPORT says.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { followRun } from './runReport.mjs';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['ONCALL_TEST_REPORT'];
    if (!file) return;
    const report = followRun(runner);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => writeFileSync(file, JSON.stringify(report())));
  }
}
