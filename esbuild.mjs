// Builds dist/: the extension (ES modules; what is imported on first use becomes a chunk of its own,
// and chunks share modules, so one error class stays one class) and the webviews' scripts.
import { build, context } from 'esbuild';
import { realpathSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { notices, packageFolders } from './scripts/licences.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const requireShim =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  legalComments: 'none',
};

const { resolve } = createRequire(import.meta.url);
/** What parses bash; read from disk on first use. */
const grammarFiles = {
  'web-tree-sitter.wasm': resolve('web-tree-sitter/web-tree-sitter.wasm'),
  'tree-sitter-bash.wasm': resolve('tree-sitter-bash/tree-sitter-bash.wasm'),
};

/** @type {import('esbuild').BuildOptions[]} */
export const bundles = [
  {
    ...common,
    // A worker is a thread of its own; what it shares with the extension are chunks.
    entryPoints: {
      extension: 'src/extension.ts',
      riskWorker: 'src/core/execution/risk/riskWorker.ts',
      runbookWorker: 'src/ui/runbooks/runbookWorker.ts',
    },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    alias: { 'form-data': join(import.meta.dirname, 'scripts/nativeFormData.mjs') },
    // The names of error classes are read in the log.
    keepNames: true,
    banner: { js: requireShim },
    metafile: true,
  },
  {
    ...common,
    entryPoints: {
      webview: 'src/webview/main.ts',
      details: 'src/webview/details/main.ts',
      timeline: 'src/webview/timeline/main.ts',
    },
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    tsconfig: 'src/webview/tsconfig.json',
    metafile: true,
  },
];

/** @param {import('esbuild').BuildResult[]} built */
async function writeNotices(built) {
  const { dirname: root } = import.meta;
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const copied = Object.values(grammarFiles).map(file => relative(root, file));
  await writeFile('dist/THIRD-PARTY-NOTICES.md', notices(root, packageFolders([...inputs, ...copied])));
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  for (const [name, source] of Object.entries(grammarFiles)) await copyFile(source, `dist/${name}`);
  if (watch) {
    for (const options of bundles) await (await context(options)).watch();
  } else {
    await writeNotices(await Promise.all(bundles.map(options => build(options))));
  }
}
