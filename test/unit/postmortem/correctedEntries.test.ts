import assert from 'node:assert/strict';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { languages } from '../../../src/core/postmortem/languages/language.ts';
import { renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { lists } from '../../../src/core/postmortem/teamView.ts';
import { templates } from '../../../src/core/postmortem/templates/index.ts';
import { severityRecord, toldRecord } from '../../../src/core/response/responseRecords.ts';
import { approvalText } from '../../../src/core/timeline/recordedText.ts';
import type { ApprovalData, EntryKind, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident } from '../timeline/sampleEntries.ts';

const approval: ApprovalData = {
  ...{ runbook: 'a.md', step: 'Restart', command: 'x', risk: 'destructive', target: 'prod' },
  ...{
    environment: null,
    role: 'Responder',
    approvedBy: 'Mallory of ACME',
    reason: 'ACME asked',
    approved: 'h',
  },
};
const git = { repository: 'checkout', event: 'commit', sha: 'a1b2c3d', ref: null, subject: 'Fix for ACME' };
const sent = { channel: 'Slack #x', purpose: 'update', text: 'ACME is down' };
const item = { text: 'Call ACME', owner: null, runbook: null, step: '' };
const tick = { runbook: 'a.md', item: 'i1', checked: true };

/** What somebody said, each with a name that was taken out later. */
const said: readonly (Pick<TimelineEntry, 'text' | 'data'> & { readonly kind: EntryKind })[] = [
  severityRecord({ from: null, to: 'P1', reason: 'All of ACME is down' }),
  { kind: 'approval', text: approvalText(approval), data: approval },
  { kind: 'git', text: 'Committed a1b2c3d “Fix for ACME” in checkout', data: git },
  { kind: 'message', text: 'Sent to Slack #x: ACME is down', data: sent },
  toldRecord('by phone, to ACME'),
  { kind: 'action', text: 'Action item: Call ACME', data: item },
  { kind: 'checklist', text: 'Ticked “Call ACME” in a.md', data: tick },
  ...(['impact', 'decision', 'hypothesis', 'observation', 'activity', 'note'] as const).map(kind => ({
    kind,
    text: `ACME: ${kind}`,
  })),
];
const entries = said.flatMap(({ kind, text, data }, index) => {
  const first = sampleEntry(2 * index, { kind, text, key: true, ...(data && { data }) });
  const { id } = sampleEntry(2 * index + 1);
  return [first, { ...first, id, text: text.replaceAll('ACME', 'one customer'), amends: first.id }];
});
const facts = factsOf(sampleIncident, timelineView({ entries, unreadable: [] }));

describe('What was taken out of the timeline', () => {
  it('stands nowhere in a post-mortem, in what was put in its place', () => {
    for (const template of templates) {
      for (const language of languages) {
        const text = renderPostMortem(facts, { template, language });
        assert.doesNotMatch(text, /ACME/, `${template.id} ${language}`);
        assert.match(text, /one customer is down/);
      }
    }
  });

  it('stands nowhere in a team’s own template, whatever that names', () => {
    const text = Object.entries(lists)
      .map(([list, fields]) => `{{#${list}}}${fields.map(field => `{{${field}}}`).join(' ')}\n{{/${list}}}`)
      .join('\n');
    const template = { id: 'team', name: 'Team', path: '.oncall/post-mortem.mustache', text };
    const shown = renderPostMortem(facts, { template, language: 'en' });
    assert.doesNotMatch(shown, /ACME/);
    for (const words of [
      'All of one customer is down',
      'Mallory of one customer',
      'by phone, to one customer',
    ])
      assert.ok(shown.includes(words), words);
  });
});
