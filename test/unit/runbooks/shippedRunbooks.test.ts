import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBash } from '../../../src/core/execution/findBash.ts';
import { lintRunbook } from '../../../src/core/runbooks/lint/lintRunbook.ts';
import { InstalledShellTools } from '../../../src/core/runbooks/lint/shellTools.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { FakeClock } from '../fakeClock.ts';
import { context } from './lint/support.ts';
import { neededIn } from './neededNames.ts';

const folder = fileURLToPath(new URL('../../../runbooks/', import.meta.url));
const names = readdirSync(folder).filter(name => name.endsWith('.md'));

const sections = ['Symptoms', 'Quick diagnosis', 'Mitigation options', 'Verification', 'Escalation'];

/** What a block sets itself, and what the drill gives to blocks. */
const given = /^(?:used|DRILL_\w+)$/;

describe('the shipped runbooks', () => {
  it('are at least the five that every team needs', () => {
    for (const name of [
      'service-down',
      'high-error-rate',
      'database-connections-exhausted',
      'disk-full',
      'bad-deploy',
    ]) {
      assert.ok(names.includes(`${name}.md`), name);
    }
  });

  for (const name of names) {
    describe(name, () => {
      const runbook = parseRunbook(readFileSync(folder + name, 'utf8'), {
        fileName: name,
        clock: new FakeClock(),
      });

      it('has nothing to mend', () => assert.deepEqual(runbook.problems, []));

      it('passes every check that the runbooks of a team get', async () => {
        const paths = { bash: findBash(process.env, process.platform), shellcheck: null };
        const findings = await lintRunbook(readFileSync(folder + name, 'utf8'), {
          ...context(),
          fileName: name,
          exists: path => Promise.resolve(names.includes(path)),
          shell: new InstalledShellTools(paths, process.env, new FakeClock()),
        });
        assert.deepEqual(findings, []);
      });

      it('says what it is for', () => {
        const { title, services, alerts, titles } = runbook.purpose;
        assert.ok(title);
        assert.ok(services.length + alerts.length + titles.length > 0);
      });

      it('has the standard sections in their order', () => {
        const second = runbook.headings.filter(({ depth }) => depth === 2).map(({ text }) => text);
        assert.deepEqual(
          second.filter(text => sections.includes(text)),
          sections,
        );
        const third = runbook.headings.filter(({ depth }) => depth === 3).map(({ text }) => text);
        for (const option of ['Restart', 'Rollback', 'Scale up']) assert.ok(third.includes(option), option);
      });

      it('declares what its blocks stop for, and says so in its table', () => {
        const source = readFileSync(folder + name, 'utf8');
        const table = source.slice(0, source.indexOf('## Symptoms'));
        const declared = new Map(runbook.variables.map(variable => [variable.name, variable]));
        const needed = runbook.blocks.flatMap(({ code }) => neededIn(code));
        for (const one of needed.filter(variable => !given.test(variable))) assert.ok(declared.has(one), one);
        for (const { name: one, default: standard, description } of declared.values()) {
          assert.ok(description, one);
          const row = table.split('\n').find(line => line.startsWith(`| \`${one}\` |`));
          assert.equal(row?.endsWith('| none: asked for |'), standard === null, one);
        }
      });

      it('links only to headings and files that are there', () => {
        for (const link of runbook.links.filter(link => !/^(?:https?|mailto):/.test(link))) {
          const [file, fragment] = link.split('#');
          if (file) assert.ok(names.includes(file), link);
          else
            assert.ok(
              runbook.headings.some(({ slug }) => slug === fragment),
              link,
            );
        }
      });

      it('holds only blocks that bash can read, with nothing hidden', () => {
        const blocks = runbook.blocks.filter(block => block.runnable);
        assert.ok(blocks.length > 0);
        for (const block of blocks) {
          assert.deepEqual(block.hidden, [], `line ${block.line}`);
          const { status, stderr } = spawnSync('bash', ['-n'], { input: block.code, encoding: 'utf8' });
          assert.equal(status, 0, `line ${block.line}: ${stderr}`);
        }
      });
    });
  }
});
