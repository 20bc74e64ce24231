import type { EntrySource } from './entry.ts';
import { runDataOf } from './entryData.ts';
import { dayText, LocalZone, timeText } from './localZone.ts';
import { markdownCode, markdownText } from './markdownText.ts';
import type { TimelineView, ViewedEntry } from './timelineView.ts';

const COMMAND_LINES = 12;
const utcZone = new LocalZone('UTC');

const sourceNames: Record<EntrySource['type'], string> = {
  person: 'by hand',
  run: 'run',
  provider: 'provider',
  extension: 'On-Call',
  import: 'imported',
};

/** The timeline as a Markdown document: a heading a local day, a table below it, local and UTC time in each row. */
export function timelineMarkdown(view: TimelineView, title: string, zone: LocalZone): string {
  const lines = [`# Timeline: ${markdownText(title)}`, '', `Local times are of ${zone.name}.`];
  if (view.files) lines.push('', `Written in ${view.files.map(name => markdownText(name)).join(', ')}.`);
  if (view.entries.length === 0) lines.push('', '*Nothing recorded yet.*');
  let day = '';
  for (const viewed of view.entries) {
    const at = Date.parse(viewed.entry.at);
    const local = zone.wallTime(at);
    if (dayText(local) !== day) {
      day = dayText(local);
      lines.push('', `## ${day}`, '', '| Local | UTC | Who | What | Source |', '|---|---|---|---|---|');
    }
    const utc = utcZone.wallTime(at);
    const utcText = dayText(utc) === day ? timeText(utc) : `${dayText(utc)} ${timeText(utc)}`;
    const { author, source, machineAt } = viewed.entry;
    lines.push(
      `| ${timeText(local)} | ${utcText}${machineText(machineAt)} | ${markdownText(author)} | ${whatHappened(viewed)} | ${sourceNames[source.type]} |`,
    );
  }
  if (view.unreadable.length > 0) {
    lines.push(
      '',
      '## Lines that could not be read',
      '',
      '| Line | Why | What stands there |',
      '|---|---|---|',
    );
    for (const { line, reason, text, file } of view.unreadable) {
      const place = file === undefined ? line : `${markdownText(file)}, ${line}`;
      lines.push(`| ${place} | ${markdownText(reason)} | ${markdownCode(text, 1)} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Both times are evidence where the machine’s clock was off. */
function machineText(machineAt: string | undefined): string {
  if (machineAt === undefined) return '';
  const said = utcZone.wallTime(Date.parse(machineAt));
  return `<br>*its machine’s clock: ${dayText(said)} ${timeText(said)}*`;
}

function whatHappened({ entry, history }: ViewedEntry): string {
  const run = runDataOf(entry);
  const command = run ? `<br>${markdownCode(run.command, COMMAND_LINES)}` : '';
  return markdownText(entry.text) + command + (history.length > 0 ? ' *(edited)*' : '');
}
