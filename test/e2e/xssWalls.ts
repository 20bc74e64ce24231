// Builds of the extension in which walls are missing. They exist for the test only: they replace the files of an
// installed package, one set after the other, and nothing that is shipped is made here.
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/xss');

export const walls = ['escaping', 'sanitiser', 'policy'] as const;
export type Wall = (typeof walls)[number];

/** What covers the document’s own functions, or a form’s, would stop our script, and nothing more would be tried. */
const passesThrough = `
  const form = document.createElement('form');
  const { getAttribute, removeAttribute } = Element.prototype;
  const through = html => {
    const template = document.createElement('template');
    template.innerHTML = html;
    for (const each of template.content.querySelectorAll('[id], [name]'))
      for (const name of ['id', 'name'])
        if ((getAttribute.call(each, name) ?? '') in form || (getAttribute.call(each, name) ?? '') in document)
          removeAttribute.call(each, name);
    return template.content;
  };
  export const sanitise = through;
  export const sanitiseColours = through;
`;

/** File → what is made of its source; null where the wall was not found in it. */
const demolitions: Readonly<Record<Wall, Readonly<Record<string, (source: string) => string>>>> = {
  escaping: {
    'core/runbooks/escapeHtml.ts': source =>
      `${source.replace(/export function (escapeHtml|escapeProse|escapeCode)\b/g, 'function $1Unused')}
      export const escapeHtml = (text: string) => text;
      export const escapeProse = escapeHtml;
      export const escapeCode = escapeHtml;`,
    // Each heading begins a part, which is shown by itself: so what swallows the rest swallows little.
    'core/runbooks/renderRunbook.ts': source =>
      source.replace('{ first: 3_000, next: 8_000 }', '{ first: 0, next: 0 }'),
  },
  sanitiser: { 'webview/sanitise.ts': () => passesThrough },
  policy: {
    'ui/pageHtml.ts': source => source.replace(/<meta http-equiv="Content-Security-Policy"[^\n]*\n/, ''),
  },
};

function withoutWalls(missing: readonly Wall[]): Plugin {
  const files = Object.assign({}, ...missing.map(wall => demolitions[wall])) as (typeof demolitions)[Wall];
  return {
    name: 'without-walls',
    setup({ onLoad }) {
      for (const [path, change] of Object.entries(files)) {
        onLoad({ filter: new RegExp(`/src/${path.replaceAll('.', '\\.')}$`) }, args => {
          const source = readFileSync(args.path, 'utf8');
          const contents = change(source);
          if (contents === source) throw new Error(`${path} has no such wall.`);
          return { contents, loader: 'ts' };
        });
      }
    },
  };
}

/** Puts the extension of an open window into the state in which these walls are missing; a reload makes it so. */
export async function tearDown(window: EditorWindow, missing: readonly Wall[]): Promise<void> {
  const { bundles } = (await import(join(root, 'esbuild.mjs'))) as { bundles: BuildOptions[] };
  const outdir = join(out, missing.join('-') || 'none');
  rmSync(outdir, { recursive: true, force: true });
  const plugins = [withoutWalls(missing)];
  for (const bundle of bundles)
    await build({ ...bundle, absWorkingDir: root, minify: true, sourcemap: false, outdir, plugins });
  const extensions = join(window.state, 'extensions');
  const folder = readdirSync(extensions).find(name => name.startsWith('on-call.on-call'));
  if (!folder) throw new Error('The extension is not installed.');
  cpSync(outdir, join(extensions, folder, 'dist'), { recursive: true });
}
