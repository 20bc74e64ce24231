import assert from 'node:assert/strict';
import { responseState } from '../../../../src/core/response/responseState.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import type * as MessageQuestions from '../../../../src/ui/comms/messageQuestions.ts';
import type * as SetStage from '../../../../src/ui/commands/setStage.ts';
import type * as Triage from '../../../../src/ui/commands/triage.ts';
import { role, severity, stage } from '../../response/responseEntries.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleIncident } from '../../timeline/sampleEntries.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
}

describe('What is written once all questions are answered', function () {
  this.timeout(60_000);
  const incident = { ...sampleIncident, severity: null };
  let ui: typeof Triage & typeof SetStage & typeof MessageQuestions & StandIn;
  let entries: TimelineEntry[];
  /** What was written, with what the state said until then. */
  let written: string[];
  let titles: string[];
  /** While a question with that in its title is open. */
  let meanwhile: Readonly<Record<string, () => void>>;

  before(async () => {
    ui = await withStandIn(
      'ui/commands/triage.ts',
      'ui/commands/setStage.ts',
      'ui/comms/messageQuestions.ts',
    );
  });

  beforeEach(() => {
    [entries, written, titles, meanwhile] = [[], [], [], {}];
  });

  /** Answers each question with the row whose label begins like that, in order; texts with nothing. */
  function answering(...answers: readonly string[]): void {
    const left = [...answers];
    const asked = (title: string) => {
      titles.push(title);
      for (const [part, happens] of Object.entries(meanwhile)) if (title.includes(part)) happens();
    };
    Object.assign(ui.window, {
      showQuickPick: (rows: readonly Row[], { title }: { title: string }) => {
        asked(title);
        const wanted = left.shift();
        const row = wanted && rows.find(({ label }) => label.startsWith(wanted));
        assert.ok(row, `${title}: ${wanted} of ${rows.map(({ label }) => label).join(', ')}`);
        return Promise.resolve(row);
      },
      showInputBox: ({ title }: { title: string }) => (asked(title), Promise.resolve('')),
    });
  }

  const now = () => responseState(incident, entries, standardRules('en').roles);
  type State = ReturnType<typeof now>;
  const parts = () =>
    ({
      pick: { one: () => Promise.resolve(incident) },
      current: { set: () => {} },
      responses: { of: () => ({ incident, state: now(), entries, proposal: null }) },
      rules: () => standardRules('en'),
      author: () => 'Ada',
      sessions: { get: () => undefined },
      deeds: {
        setSeverity: (_: unknown, { severity: from }: State, { to }: { to: string }) =>
          Promise.resolve(written.push(`severity ${from} → ${to}`)),
        setDetection: (_: unknown, by: string) => Promise.resolve(written.push(`noticed by ${by}`)),
        goTo: (_: unknown, { stage: from }: State, to: string, decidedBy: string | null) =>
          Promise.resolve(written.push(`stage ${from} → ${to}, ${decidedBy}`)),
      },
    }) as never;
  const answers = ['high', 'high', 'P1'];

  it('is the stage of triage, where the incident is still in detection', async () => {
    answering(...answers, 'Not known yet');
    await ui.triage(parts(), []);
    assert.deepEqual(written, ['severity null → P1', 'stage detection → triage, null']);
  });

  it('is no stage where it is in another meanwhile, and how it was noticed only once', async () => {
    for (const to of ['triage', 'investigation'] as const) {
      [entries, written] = [[], []];
      meanwhile = {
        'why?': () => {
          entries.push(severity(3, 'P3'), stage(0, 'detection', { detectedBy: 'users' }), stage(4, to));
        },
      };
      answering(...answers, 'monitoring');
      await ui.triage(parts(), []);
      assert.deepEqual(written, ['severity P3 → P1'], to);
    }
  });

  it('is by whom who has the command by then decided', async () => {
    meanwhile = { 'why?': () => entries.push(role(3, 'Incident Commander', null, 'Bo')) };
    answering(...answers, 'Not known yet', 'Bo decided it');
    await ui.triage(parts(), []);
    assert.deepEqual(written, ['severity null → P1', 'stage detection → triage, Bo']);
  });

  it('is no stage where somebody went on while it was asked who decided', async () => {
    entries = [role(1, 'Incident Commander', null, 'Bo')];
    meanwhile = { 'who decided it?': () => entries.push(stage(5, 'investigation')) };
    answering(...answers, 'Not known yet', 'Bo decided it');
    await ui.triage(parts(), []);
    assert.deepEqual(written, ['severity null → P1']);
    written = [];
    entries = [role(1, 'Incident Commander', null, 'Bo')];
    answering('Bo decided it');
    await ui.nextStage(parts(), []);
    assert.deepEqual(written, []);
  });

  it('is the stage that was chosen, from the one it is in by then', async () => {
    meanwhile = { 'Stage of': () => entries.push(stage(5, 'investigation')) };
    answering('Mitigation');
    await ui.setStage(parts(), []);
    assert.deepEqual(written, ['stage investigation → mitigation, null']);
    written = [];
    answering('Mitigation');
    meanwhile = { 'Stage of': () => entries.push(stage(6, 'mitigation')) };
    await ui.setStage(parts(), []);
    assert.deepEqual(written, [], 'it is there already');
  });

  it('is told to a message as it is then', async () => {
    meanwhile = { 'Severity of': () => entries.push(stage(5, 'investigation')) };
    answering('P2');
    const chosen = await ui.askSeverity(parts(), incident, now());
    assert.deepEqual([chosen?.severity, chosen?.stage], ['P2', 'investigation']);
    answering('Triage…', ...answers, 'Not known yet');
    const triaged = await ui.askSeverity(parts(), incident, now());
    assert.deepEqual([triaged?.severity, triaged?.stage], ['P1', 'investigation']);
  });
});
