// A process that appends to a journal and says each id on its standard output once it counts:
// journalWriter <path> <first number> <how many> [how many at once]
import { writeSync } from 'node:fs';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { sampleEntry } from './sampleEntries.ts';

const [path, first, count, together = '1'] = process.argv.slice(2);
const journal = new FileJournal(path!);
const end = Number(first) + Number(count);
for (let start = Number(first); start < end; start += Number(together)) {
  const numbers = Array.from(
    { length: Math.min(Number(together), end - start) },
    (_, offset) => start + offset,
  );
  await Promise.all(
    numbers.map(async number => {
      await journal.append(sampleEntry(number));
      writeSync(1, `${number}\n`);
    }),
  );
}
await journal.close();
