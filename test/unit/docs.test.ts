import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blockAttributes, frontMatterKeys, variableFields } from '../../src/core/runbooks/lint/vocabulary.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
    readonly keybindings: readonly { readonly key: string; readonly mac?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

describe('The documents', () => {
  const { capabilities, contributes } = JSON.parse(read('package.json')) as Manifest;
  const words = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const sentences = Object.keys(JSON.parse(read('l10n/bundle.l10n.fr.json')) as object);
  const titleOf = (title: string) => words[title.replace(/^%|%$/g, '')] ?? title;
  const titles = contributes.commands.map(({ title }) => titleOf(title));
  const settings = Object.keys(contributes.configuration.properties);
  const papers = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const pages = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'));
  const paths = [...papers, ...pages.map(name => `docs/${name}`)];
  /** What a user reads; a change that was is no promise. */
  const texts = paths.filter(path => path !== 'CHANGELOG.md').map(path => ({ path, text: read(path) }));
  const everything = texts.map(({ text }) => text).join('\n');
  const wrong = (find: (text: string) => readonly string[]) =>
    texts.flatMap(({ path, text }) => find(text).map(found => `${path}: ${found}`));

  it('have every setting in a table', () => {
    const rows = everything.split('\n').filter(line => line.startsWith('|'));
    assert.deepEqual(
      settings.filter(name => !rows.some(row => row.split('|')[1]!.includes(`\`${name}\``))),
      [],
    );
  });

  it('name the settings that wait for trust, and no others', () => {
    const [, restricted] = /## Restricted Mode\n(.*?)(?=\n## |$)/s.exec(read('docs/security.md'))!;
    assert.deepEqual(
      [...new Set(restricted!.match(/onCall\.[\w.]*\w/g))].sort(),
      [...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
    );
  });

  it('name no setting, command or view that is none', () => {
    const views = Object.values(contributes.views).flat().map(({ id }) => id); // prettier-ignore
    // Keys of VS Code’s storage, as architecture.md names them.
    const stored = ['onCall.pagerDuty', 'onCall.chat'];
    const known = new Set([
      ...settings,
      ...views,
      ...stored,
      ...contributes.commands.map(({ command }) => command),
    ]);
    const isKnown = (name: string) =>
      known.has(name) || (name.endsWith('.*') && settings.some(one => one.startsWith(name.slice(0, -1))));
    assert.deepEqual(
      wrong(text => (text.match(/\bonCall\.[\w.]*(?:\w|\.\*)/g) ?? []).filter(name => !isKnown(name))),
      [],
    );
  });

  it('call every command as package.json does', () => {
    const said = new Set([
      ...titles,
      ...sentences,
      ...Object.values(words),
      'Extensions: Install from VSIX…',
    ]);
    const prefixed = /[*`]On-Call: ([^*`]+)[*`]/g;
    // `**Snooze…**` can only be what is pressed.
    const pressed = /\*{1,2}([A-Z][^*`\n]*…)\*{1,2}/g;
    assert.deepEqual(
      wrong(text => [
        ...[...text.matchAll(prefixed)].map(match => match[1]!).filter(name => !titles.includes(name)),
        ...[...text.matchAll(pressed)]
          .map(match => match[1]!.replace(/^On-Call: /, ''))
          .filter(name => !said.has(name)),
      ]),
      [],
    );
  });

  it('tell of every command', () => {
    const plain = (text: string) => text.replace(/\s+/g, ' ').replaceAll('’', "'").toLowerCase();
    const all = plain(everything);
    assert.deepEqual(
      titles.filter(title => !all.includes(plain(title.replace(/…$/, '')))),
      [],
    );
  });

  it('name only keys that package.json binds', () => {
    const bound = new Set(contributes.keybindings.flatMap(({ key, mac }) => [key, mac ?? key]));
    assert.deepEqual(
      wrong(text =>
        (text.match(/(?:Ctrl|Cmd)\+K (?:Shift\+)?[A-Z]\b/g) ?? []).filter(
          key => !bound.has(key.toLowerCase()),
        ),
      ),
      [],
    );
  });

  it('link only to files and headings that are there', () => {
    const broken = paths.flatMap(path =>
      [...read(path).matchAll(/\]\(([^()\s]+)\)/g)]
        .map(match => match[1]!)
        .filter(link => !/^[a-z]+:/.test(link) && !leads(path, link))
        .map(link => `${path}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('explain every field and attribute of a runbook', () => {
    const text = read('docs/runbooks.md');
    const named = (name: string) => new RegExp(`(?:\`|^|[\\s{,-])${name}(?:\`|:)`, 'm').test(text);
    for (const { name } of [...frontMatterKeys, ...variableFields]) assert.ok(named(name), name);
    for (const { name } of blockAttributes) assert.ok(text.includes(`\`${name}\``), name);
  });
});

function leads(from: string, link: string): boolean {
  const [path, heading] = link.split('#');
  const target = path ? join(dirname(from), path) : from;
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || headingsOf(read(target)).includes(heading);
}

/** As GitHub names them. */
function headingsOf(text: string): readonly string[] {
  const lines = text.replace(/^```[^]*?^```/gm, '').match(/^#+ .*$/gm) ?? [];
  return lines.map(line =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
