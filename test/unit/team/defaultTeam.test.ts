import assert from 'node:assert/strict';
import { standardTexts } from '../../../src/core/team/languages/index.ts';
import { defaultTeam, levels, serviceNamed } from '../../../src/core/team/teamFile.ts';
import { stages } from '../../../src/core/timeline/entry.ts';

const en = defaultTeam('en');
const fr = defaultTeam('fr');

describe('Where a team has no file', () => {
  it('severities are P1 to P4, and P1 and P2 are told of every 15 and 30 minutes', () => {
    assert.deepEqual(
      en.severities.map(({ id, name, nextUpdateMinutes }) => [id, name, nextUpdateMinutes]),
      [
        ['P1', 'Critical', 15],
        ['P2', 'Major', 30],
        ['P3', 'Moderate', null],
        ['P4', 'Minor', null],
      ],
    );
  });

  it('the matrix gives each severity by urgency, then impact', () => {
    const rows = levels.map(urgency => levels.map(impact => en.matrix[urgency][impact]));
    assert.deepEqual(rows, [
      ['P4', 'P4', 'P3'],
      ['P4', 'P3', 'P2'],
      ['P3', 'P2', 'P1'],
    ]);
  });

  it('roles are five, of which several people may be experts', () => {
    assert.deepEqual(
      en.roles.map(({ name, several }) => [name, several]),
      [
        ['Incident Commander', false],
        ['Tech Lead', false],
        ['Communicator', false],
        ['Scribe', false],
        ['Subject Matter Expert', true],
      ],
    );
  });

  it('there is a checklist for each stage and the war room, and triage asks what it must', () => {
    assert.deepEqual(
      en.checklists.map(({ stage }) => stage),
      [...stages, 'warRoom'],
    );
    assert.ok(en.checklists.every(({ items }) => items.length > 0));
    assert.deepEqual(
      en.checklists[1]!.items.map(({ id }) => id),
      ['real', 'impact', 'severity', 'incidentCommander', 'channel', 'stakeholdersTold'].map(
        id => `triage.${id}`,
      ),
    );
    const ids = en.checklists.flatMap(({ items }) => items.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('somebody is told after 30 minutes of P1, and in the other four cases', () => {
    assert.deepEqual(
      en.escalation.map(({ id, severities, when, tell }) => [id, severities, when, tell]),
      [
        ['notMitigated', ['P1'], { kind: 'notMitigatedAfter', minutes: 30 }, ['Management']],
        [
          'runbookNotSuccessful',
          [],
          { kind: 'runbookNotSuccessfulAfter', minutes: null },
          ['Tech Lead', 'The supplier, where the cause may be theirs'],
        ],
        ['riskyRollback', [], { kind: 'riskyRollback' }, ['Incident Commander', 'A second person as backup']],
        ['financialImpact', [], { kind: 'flag', flag: 'financialImpact' }, ['CFO', 'CEO']],
        ['dataLeak', [], { kind: 'flag', flag: 'dataLeak' }, ['CISO', 'Legal']],
      ],
    );
  });

  it('English and French are the same but for their words, and every word is another one', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'string'
        ? 'text'
        : Array.isArray(value)
          ? value.map(shape)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)]))
            : value;
    assert.deepEqual(shape(standardTexts.fr), shape(standardTexts.en));
    assert.deepEqual(fr.matrix, en.matrix);
    assert.deepEqual(
      fr.escalation.map(({ id, when }) => [id, when]),
      en.escalation.map(({ id, when }) => [id, when]),
    );
    const texts = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(texts);
    const same = texts(standardTexts.en).filter(
      (text, index) => text !== '' && texts(standardTexts.fr)[index] === text,
    );
    assert.deepEqual(same, ['Scribe']);
  });

  it('no service has a name', () => {
    assert.equal(serviceNamed(en, 'checkout'), null);
    assert.equal(serviceNamed(en, null), null);
  });
});
