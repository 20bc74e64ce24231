import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eagerBytes } from './eagerBytes.ts';
import type { Row } from './frame.ts';

const repository = join(import.meta.dirname, '../..');

/** Everything unpacked that the extension is made of; package.json, the papers, and what parses bash aside. */
function shippedBytes(): number {
  const folders = ['dist', 'media', 'runbooks', 'l10n'];
  return folders
    .flatMap(folder => filesIn(join(repository, folder)))
    .filter(file => !file.endsWith('.wasm'))
    .reduce((sum, file) => sum + statSync(file).size, 0);
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

async function metafileOf(bundle: BuildOptions): Promise<Metafile> {
  const built = await build({ ...bundle, minify: true, sourcemap: false, write: false, metafile: true });
  return built.metafile;
}

export default async function sizes(): Promise<Row[]> {
  const { bundles } = (await import(join(repository, 'esbuild.mjs'))) as { bundles: BuildOptions[] };
  const [host, webview] = await Promise.all(bundles.map(metafileOf));
  if (!host || !webview) throw new Error('esbuild.mjs names two bundles, the extension and the webview.');
  const kilobytes = (bytes: number) => bytes / 1000;
  const webviewBytes = Object.values(webview.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
  const figure = (what: string, bytes: number, limit: number): Row => {
    return { kind: 'figure', what, unit: 'KB', value: kilobytes(bytes), limit };
  };
  return [
    figure('eager bundle: what activation loads, minified', eagerBytes(host, 'dist/extension.js'), 140),
    figure('webview script, minified (part of what is shipped)', webviewBytes, 1200),
    figure('everything shipped, unpacked, without the bash grammar and its parser', shippedBytes(), 1200),
    figure(
      'the package as it is downloaded, with them',
      statSync(join(repository, 'out/on-call.vsix')).size,
      1200,
    ),
  ];
}
