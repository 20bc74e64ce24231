import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { NotPossibleError } from '../../../src/core/errors.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { outlineOf, renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { lists, singles } from '../../../src/core/postmortem/teamView.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const team = (text: string) => ({ id: 'team', name: 'Team', path: '.oncall/post-mortem.mustache', text });
const entries = [
  sampleEntry(1, { text: 'Pool [exhausted](x) <b>', key: true }),
  sampleEntry(2, { kind: 'decision', text: 'Roll back' }),
];
const rendered = (text: string, title = sampleIncident.title) =>
  renderPostMortem(factsOf({ ...sampleIncident, title }, timelineView({ entries, unreadable: [] })), {
    template: team(text),
    language: 'en',
  });
const refused = (text: string, reason: RegExp) =>
  assert.throws(
    () => rendered(text),
    (error: unknown) => error instanceof NotPossibleError && reason.test(error.message),
  );

describe('A team’s own template', () => {
  it('is filled with facts, each escaped, the unknown saying so', () => {
    const text =
      '# {{title}}\n\n{{mitigated}}\n\n{{#timeline}}\n- {{time}} {{what}} ({{entry}})\n{{/timeline}}';
    assert.equal(
      rendered(text, 'a *b* | c'),
      '# a \\*b\\* \\| c\n\n*not recorded*\n\n' +
        '- 2026-11-22 10:15:01 Pool \\[exhausted\\](x) \\<b\\> (E00001)\n- 2026-11-22 10:15:02 Roll back (E00002)\n',
    );
  });

  it('gets tables and drawings as Markdown, and its headings are its outline', () => {
    const text = '## Story\n{{{timelineTable}}}\n### Deeper\n{{{actionItemsTable}}}\n';
    assert.match(rendered(text), /^\| Time \| Who \| What \| Entry \|$/m);
    assert.match(rendered(text), /^\| Action \| Type \| Owner \| Due \| Priority \| Issue \|$/m);
    assert.deepEqual(outlineOf(team(text), 'en'), ['Story', '  Deeper']);
  });

  it('says of a run that it was not as its block expected', () => {
    const data = {
      ...{
        runId: 'r',
        runbook: 'a.md',
        step: '',
        command: 'id',
        cwd: '/',
        outcome: 'ok',
        exitCode: 0,
        met: false,
      },
      ...{ startedAt: utc(START), durationMs: 5, outputTail: '', outputCut: false },
    };
    const view = timelineView({ entries: [sampleEntry(1, { kind: 'run', data })], unreadable: [] });
    const form = { template: team('{{#runs}}{{end}}{{/runs}}'), language: 'en' } as const;
    assert.equal(renderPostMortem(factsOf(sampleIncident, view), form), 'not as expected\n');
  });

  it('says where the file has it that it is of a drill, else below its title or at its head', () => {
    const ofDrill = (text: string) =>
      renderPostMortem(
        factsOf({ ...sampleIncident, accountId: 'drill-1' }, timelineView({ entries, unreadable: [] })),
        { template: team(text), language: 'en' },
      );
    const said = 'DRILL: nothing of this was real.';
    assert.equal(ofDrill('# {{title}}\n\nText'), `# Checkout is down\n\n**${said}**\n\nText\n`);
    assert.equal(ofDrill('# {{title}}\nText'), `# Checkout is down\n\n**${said}**\n\nText\n`);
    assert.equal(ofDrill('# {{title}}'), `# Checkout is down\n\n**${said}**\n`);
    assert.equal(
      ofDrill('---\n# a comment\nx: 1\n---\nText'),
      `---\n# a comment\nx: 1\n---\n\n**${said}**\n\nText\n`,
    );
    assert.equal(ofDrill('# {{title}}\r\n\r\nText\r\n'), `# Checkout is down\r\n\n**${said}**\n\r\nText\r\n`);
    assert.equal(ofDrill('Text'), `**${said}**\n\nText\n`);
    assert.equal(ofDrill('# {{title}}\n\nText\n\n{{drill}}'), `# Checkout is down\n\nText\n\n${said}\n`);
    assert.equal(rendered('# {{title}}\n{{#drill}}(a drill){{/drill}}'), '# Checkout is down\n');
  });

  it('knows every variable that is documented', () => {
    for (const name of singles) assert.equal(rendered(`{{{${name}}}}`).trim() === '', name === 'drill', name);
    for (const [list, fields] of Object.entries(lists)) {
      for (const field of fields) rendered(`{{#${list}}}{{${field}}}{{/${list}}}`);
    }
  });

  it('is refused with the line of what is wrong', () => {
    refused('a\nb\n{{#timeline}}\nopen', /line [34]\): Unclosed section/);
    refused('a\n{{tittle}}', /line 2\): there is no variable called “tittle”/);
    refused('a\n\n{{> other}}', /line 3\): partials/);
    refused('{{title', /line 1\): Unclosed tag/);
    refused('x'.repeat(300_000), /larger than 256 KB/);
  });

  it('reaches nothing of JavaScript’s own, also with other delimiters', () => {
    for (const name of [
      'constructor',
      '__proto__',
      'title.constructor',
      'timeline.constructor.constructor',
    ]) {
      refused(`{{${name}}}`, /no variable called/);
      refused(`{{#${name}}}return process{{/${name}}}`, /no variable called/);
      refused(`{{=<% %>=}}<%${name}%>`, /no variable called/);
      refused(`{{#timeline}}{{^${name}}}x{{/${name}}}{{/timeline}}`, /no variable called/);
    }
  });
});
