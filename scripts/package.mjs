// Builds for production and packs dist/ and what belongs to it into out/on-call.vsix.
//
//   node scripts/package.mjs
import { listFiles, PackageManager } from '@vscode/vsce';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packedReadme } from './packedReadme.mjs';
import { run } from './processes.mjs';
import { packFolder } from './vsix.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const vsix = join(repository, 'out/on-call.vsix');

const allowed =
  /^(package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|(dist|media|runbooks|schemas|snippets|l10n)\/.+|docs\/[\w-]+\.md)$/;
const required = [
  'package.json',
  'package.nls.json',
  'README.md',
  'LICENSE',
  'dist/THIRD-PARTY-NOTICES.md',
  'schemas/team.schema.json',
  'dist/extension.js',
  'dist/riskWorker.js',
  'dist/runbookWorker.js',
  ...['webview', 'details', 'timeline'].flatMap(screen => [`dist/${screen}.js`, `dist/${screen}.css`]),
  'dist/web-tree-sitter.wasm',
  'dist/tree-sitter-bash.wasm',
];

for (const script of [['scripts/contributed.mjs'], ['esbuild.mjs', '--production']]) {
  const { code } = await run(process.execPath, script, { cwd: repository });
  if (code !== 0) process.exit(code);
}

const files = (await listFiles({ cwd: repository, packageManager: PackageManager.None })).map(file =>
  file.replaceAll('\\', '/'),
);
const wrong = [
  ...files.filter(file => !allowed.test(file)).map(file => `${file} does not belong into the package.`),
  ...required.filter(file => !files.includes(file)).map(file => `${file} is missing from the package.`),
];
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}

mkdirSync(join(repository, 'out'), { recursive: true });
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
writeFileSync(join(repository, 'out/README.md'), packedReadme(readme, files));
await packFolder(repository, vsix, 'out/README.md');
console.log(`${vsix}: ${files.length} files, ${Math.round(statSync(vsix).size / 1024)} KB`);
