// The integration suite: builds it, and runs it in the extension host of the oldest and of the newest VS Code.
// A desktop VS Code where one can be downloaded and shown; elsewhere launcher.mjs stands in for it.
//
//   node scripts/integration.mjs [--version oldest|newest] [--grep text] [--trusted]
//
// --trusted leaves out the window in Restricted Mode, which has few tests, so that --grep often finds none there.
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { add, countsOf, noTests, sentence, writeCounts } from './testReport.mjs';
import { releases } from './vscodeHost.mjs';
import { temporaryFolder } from './vscodeServer.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const source = join(repository, 'test/integration');
const out = join(repository, 'out/integration');
const launcher = join(repository, 'scripts', process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs');

/** The longest silence of the download server; without a network the answer comes at once anyway. */
const downloadPatienceMs = 10_000;

async function buildTests() {
  await rm(out, { recursive: true, force: true });
  const files = await readdir(source, { recursive: true });
  const tests = files.filter(name => name.endsWith('.test.ts')).map(name => join(source, name));
  await build({
    entryPoints: [join(source, 'index.ts'), ...tests],
    outdir: out,
    outbase: source,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  await mkdir(out, { recursive: true });
  await writeFile(join(repository, 'out/package.json'), '{ "type": "commonjs" }\n');
  return { restricted: tests.some(name => name.endsWith('.restricted.test.ts')) };
}

/**
 * @param {string} version
 * @returns {Promise<string | undefined>} the path of a desktop VS Code, where there can be one
 */
async function desktop(version) {
  const display = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (process.platform === 'linux' && !display) {
    console.log('No display for a desktop VS Code: its server with a headless browser stands in.');
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({
      version,
      timeout: downloadPatienceMs,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(
      `No desktop VS Code can be downloaded (${reason}): its server with a headless browser stands in.`,
    );
    return undefined;
  }
}

/**
 * One window: the extension host with all files for trusted folders, or all for Restricted Mode.
 * @param {keyof typeof releases} age
 * @param {{ path: string | undefined, restricted: boolean, grep: string | undefined }} options
 */
async function runWindow(age, { path, restricted, grep }) {
  const { vscode } = releases[age];
  const name = `${age}${restricted ? '-restricted' : ''}`;
  console.log(`\nVS Code ${vscode} (${path ? 'desktop' : 'server'}${restricted ? ', Restricted Mode' : ''})`);

  const workspace = temporaryFolder('on-call-workspace');
  const template = join(source, 'workspace');
  if (existsSync(template)) await cp(template, workspace.folder, { recursive: true });
  const report = join(repository, `out/reports/integration-${name}.json`);
  const extensionTestsEnv = {
    ONCALL_VSCODE: age,
    ONCALL_VSCODE_LOG: join(repository, `out/logs/integration-${name}.log`),
    ONCALL_TEST_REPORT: report,
    ONCALL_COLOR: process.stdout.isTTY ? '1' : '0',
    ONCALL_RETRIES: process.env['ONCALL_RETRIES'] ?? '0',
    ONCALL_RESTRICTED: restricted ? '1' : '0',
    ...(path ? { ONCALL_VSCODE_DESKTOP: path } : {}),
    ...(grep ? { ONCALL_GREP: grep } : {}),
  };
  const counts = await countsOf(report, async () => {
    try {
      return await runTests({
        vscodeExecutablePath: launcher,
        extensionDevelopmentPath: repository.replace(/[\\/]$/, ''),
        extensionTestsPath: join(out, 'index.cjs'),
        launchArgs: [workspace.folder],
        extensionTestsEnv,
      });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  });
  workspace.remove();
  return counts;
}

const { values } = parseArgs({
  options: { version: { type: 'string' }, grep: { type: 'string' }, trusted: { type: 'boolean' } },
});
const ages = /** @type {(keyof typeof releases)[]} */ (
  values.version ? [values.version] : ['oldest', 'newest']
);
const { restricted } = await buildTests();
let total = noTests;
for (const age of ages) {
  const path = await desktop(releases[age].vscode);
  total = add(total, await runWindow(age, { path, restricted: false, grep: values.grep }));
  if (restricted && !values.trusted)
    total = add(total, await runWindow(age, { path, restricted: true, grep: values.grep }));
}
await writeCounts(total);
console.log(`Integration: ${sentence(total)}.`);
process.exit(total.failed > 0 ? 1 : 0);
