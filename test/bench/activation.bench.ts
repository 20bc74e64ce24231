// activate() of the packaged code against an empty extension, in the extension host of the same window. A window
// activates an extension once, so every run is a window of its own.
import { spawn } from 'node:child_process';
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packFolder } from '../../scripts/vsix.mjs';
import type { Row } from './frame.ts';

const repository = join(import.meta.dirname, '../..');
const out = join(repository, 'out/bench');
const runs = 7;

const packages = [join(repository, 'out/on-call.vsix'), join(out, 'empty.vsix')];

/** Carries the measuring script into the window; the two that are measured are installed. */
const driverManifest = {
  name: 'driver',
  publisher: 'on-call-bench',
  version: '0.0.1',
  license: 'MIT',
  engines: { vscode: '^1.112.0' },
};
const emptyManifest = {
  ...driverManifest,
  name: 'empty',
  type: 'module',
  main: './extension.js',
  activationEvents: ['onCommand:empty.never'],
};

async function prepare(): Promise<void> {
  for (const folder of ['empty', 'driver', 'workspace']) await mkdir(join(out, folder), { recursive: true });
  await writeFile(join(out, 'empty/package.json'), JSON.stringify(emptyManifest));
  await writeFile(join(out, 'empty/extension.js'), 'export function activate() {}\n');
  await writeFile(join(out, 'empty/README.md'), 'Does nothing.\n');
  await packFolder(join(out, 'empty'), join(out, 'empty.vsix'));
  await writeFile(join(out, 'driver/package.json'), JSON.stringify(driverManifest));
  await build({
    entryPoints: [join(import.meta.dirname, 'activationWindow.ts')],
    outfile: join(out, 'driver/window.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
}

/** @returns milliseconds from the call of `activate` until it is done, loading included */
async function measureWindow(first: 'ours' | 'empty'): Promise<{ ours: number; empty: number }> {
  const result = join(out, 'activation.json');
  await rm(result, { force: true });
  const launcher = spawn(
    process.execPath,
    [
      join(repository, 'scripts/launcher.mjs'),
      `--extensionDevelopmentPath=${join(out, 'driver')}`,
      `--extensionTestsPath=${join(out, 'driver/window.cjs')}`,
      join(out, 'workspace'),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ONCALL_EXTENSIONS: JSON.stringify(packages),
        ONCALL_BENCH_RESULT: result,
        ONCALL_BENCH_FIRST: first,
      },
    },
  );
  const code = await new Promise(resolve => launcher.once('exit', resolve));
  if (code !== 0) throw new Error(`The window ended with code ${String(code)}.`);
  return JSON.parse(await readFile(result, 'utf8')) as { ours: number; empty: number };
}

export default async function activation(): Promise<Row[]> {
  await prepare();
  const windows: { ours: number; empty: number }[] = [];
  await measureWindow('ours');
  for (let round = 0; round < runs; round++) windows.push(await measureWindow(round % 2 ? 'empty' : 'ours'));
  return [
    {
      kind: 'comparison',
      what: '`activate()`, loading included',
      against: 'an empty extension',
      unit: 'ms',
      ours: windows.map(({ ours }) => ours),
      theirs: windows.map(({ empty }) => empty),
      goal: 2.5,
    },
  ];
}
