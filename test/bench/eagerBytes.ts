import type { Metafile } from 'esbuild';

/** What VS Code loads to activate: the entry and what it imports at once, without what is imported on first use. */
export function eagerBytes({ outputs }: Metafile, entry: string): number {
  const eager = new Set([entry]);
  for (const path of eager) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) eager.add(imported);
    }
  }
  return [...eager].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
}
