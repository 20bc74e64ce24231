import { t } from '@vscode/l10n';
import { isDrillAccount } from '../incidents/accounts/drillAccounts.ts';
import type { Incident } from '../incidents/incident.ts';
import { runDataOf } from './entryData.ts';
import { dayText, LocalZone, timeText } from './localZone.ts';
import { markdownCode, markdownText } from './markdownText.ts';
import { sourceWords } from './sourceNames.ts';
import type { TimelineView, ViewedEntry } from './timelineView.ts';

const COMMAND_LINES = 12;
const utcZone = new LocalZone('UTC');

/** Where an entry came from; whoever marked or mended it did not bring it. */
export function sourceName({ entry, history }: ViewedEntry): string {
  return sourceWords((history[0] ?? entry).source.type);
}

/** The timeline as a Markdown document: a heading a local day, a table below it, local and UTC time in each row. */
export function timelineMarkdown(
  view: TimelineView,
  { title, accountId }: Pick<Incident, 'title' | 'accountId'>,
  zone: LocalZone,
): string {
  const heading = t('Timeline: {0}', markdownText(title));
  const drill = isDrillAccount(accountId) ? [`**${t('DRILL: nothing of this was real.')}**`, ''] : [];
  const lines = [`# ${heading}`, '', ...drill, t('Local times are of {0}.', zone.name)];
  if (view.files) lines.push('', t('Written in {0}.', view.files.map(name => markdownText(name)).join(', ')));
  if (view.entries.length === 0) lines.push('', `*${t('Nothing recorded yet.')}*`);
  let day = '';
  for (const viewed of view.entries) {
    const at = Date.parse(viewed.entry.at);
    const local = zone.wallTime(at);
    if (dayText(local) !== day) {
      day = dayText(local);
      const head = [t('Local'), 'UTC', t('Who'), t('What'), t('Source')];
      lines.push('', `## ${day}`, '', `| ${head.join(' | ')} |`, '|---|---|---|---|---|');
    }
    const utc = utcZone.wallTime(at);
    const utcText = dayText(utc) === day ? timeText(utc) : `${dayText(utc)} ${timeText(utc)}`;
    const { machineAt } = viewed.entry;
    // Whoever marked or mended it did not do it.
    const { author } = viewed.history[0] ?? viewed.entry;
    lines.push(
      `| ${timeText(local)} | ${utcText}${machineText(machineAt)} | ${markdownText(author)} | ${whatHappened(viewed)} | ${sourceName(viewed)} |`,
    );
  }
  if (view.unreadable.length > 0) {
    const head = [t('Line'), t('Why'), t('What stands there')];
    lines.push('', `## ${t('Lines that could not be read')}`, '', `| ${head.join(' | ')} |`, '|---|---|---|');
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
  const clock = t('its machine’s clock: {0}', `${dayText(said)} ${timeText(said)}`);
  return `<br>*${clock}*`;
}

function whatHappened({ entry, history }: ViewedEntry): string {
  const run = runDataOf(entry);
  const command = run ? `<br>${markdownCode(run.command, COMMAND_LINES)}` : '';
  return markdownText(entry.text) + command + (history.length > 0 ? ` *${t('(edited)')}*` : '');
}
