import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { notices, packageFolders } from '../../scripts/licences.mjs';

describe('The licences of what is shipped', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'on-call-licences-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const noticesOf = (
    manifest: Readonly<Record<string, unknown>>,
    files: Readonly<Record<string, string>>,
  ) => {
    const all = { 'package.json': JSON.stringify({ name: 'a', version: '1.2.3', ...manifest }), ...files };
    for (const [name, text] of Object.entries(all)) {
      const path = join(root, 'node_modules/a', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return notices(root, ['node_modules/a']);
  };

  it('are those of the packages that a build took files from, each once', () => {
    const inputs = [
      'src/extension.ts',
      'node_modules/yaml/dist/index.js',
      'node_modules/yaml/dist/parse.js',
      'node_modules/@vscode/l10n/main.js',
      'node_modules/a/node_modules/b/index.js',
      '..\\other\\node_modules\\c\\c.wasm',
    ];
    assert.deepEqual(packageFolders(inputs), [
      '../other/node_modules/c',
      'node_modules/@vscode/l10n',
      'node_modules/a/node_modules/b',
      'node_modules/yaml',
    ]);
  });

  it('are told with name, version, licence and text', () => {
    const text = noticesOf({ license: 'ISC' }, { LICENSE: 'Copyright Ada\r\nPermission …' });
    assert.match(text, /^## a 1\.2\.3\n\nISC\n\n````text\nCopyright Ada\nPermission …\n````$/m);
  });

  it('come from the README, and for MIT from the author’s name, where there is no file', () => {
    const readme = '# a\n\nUse it.\n\n## License\n\nCopyright Ada. Permission is granted.';
    const told = noticesOf({ license: 'MIT' }, { 'README.md': readme });
    assert.match(told, /text\nCopyright Ada\. Permission is granted\.\n/);
    const standard = noticesOf({ license: 'MIT', author: { name: 'Grace' } }, { 'README.md': '# a' });
    assert.match(standard, /text\nCopyright \(c\) Grace\n\nPermission is hereby granted/);
  });

  for (const license of [
    'MIT',
    '0BSD',
    'Apache-2.0',
    '(MPL-2.0 OR Apache-2.0)',
    'GPL-3.0 OR MIT',
    'MIT AND ISC',
  ])
    it(`may be ${license}`, () => {
      assert.ok(noticesOf({ license }, { 'license.md': 'text' }).includes(license));
    });

  for (const license of ['GPL-3.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN x', undefined])
    it(`may not be ${license ?? 'missing'}`, () => {
      assert.throws(() => noticesOf({ license }, { LICENSE: 'text' }), /^Error: a 1\.2\.3: its licence is/);
    });

  it('may not be without a text', () => {
    assert.throws(() => noticesOf({ license: 'Apache-2.0' }, {}), /^Error: a 1\.2\.3: there is no text/);
  });
});
