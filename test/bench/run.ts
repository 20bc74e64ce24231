// `npm run bench [-- name…]`: measures what the *.bench.ts files of this folder measure and prints Markdown.
import { readdirSync } from 'node:fs';
import { arch, cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { tables } from './frame.ts';
import type { Bench, Row } from './frame.ts';

const chosen = process.argv.slice(2);
const found = readdirSync(import.meta.dirname).filter(name => name.endsWith('.bench.ts'));
const benches = found
  .filter(name => chosen.length === 0 || chosen.some(part => name.startsWith(part)))
  .sort();

const rows: Row[] = [];
for (const name of benches) {
  console.error(`${name}…`);
  const { default: bench } = (await import(join(import.meta.dirname, name))) as { default: Bench };
  rows.push(...(await bench()));
}

const processor = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
console.log(`Node ${process.version}, ${type()} ${release()} ${arch()}, ${processor}\n`);
console.log(tables(rows));
process.exit(rows.length > 0 ? 0 : 1);
