// A process that appends to a journal and says each id on its standard output once it counts:
// journalWriter <path> <first number> <how many> [how many at once] [failpoint] [passes] [others]
import { writeSync } from 'node:fs';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { Death, type Failpoint, filesWithDeath } from './failpoints.ts';
import { sampleEntry } from './sampleEntries.ts';

const [path, first, count, together = '1', failpoint, passes = '1', others] = process.argv.slice(2);
const death = new Death((failpoint ?? null) as Failpoint | null, Number(passes));
const journal =
  failpoint === undefined
    ? new FileJournal(path!)
    : new FileJournal(path!, filesWithDeath(path!, death, others === 'others'));
const end = Number(first) + Number(count);
for (let start = Number(first); start < end; start += Number(together)) {
  const numbers = Array.from(
    { length: Math.min(Number(together), end - start) },
    (_, offset) => start + offset,
  );
  await Promise.all(
    numbers.map(async number => {
      await journal.append(sampleEntry(number));
      await death.pass('counts.before');
      writeSync(1, `${number}\n`);
      await death.pass('counts.after');
    }),
  );
}
await journal.close();
