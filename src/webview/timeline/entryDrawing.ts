import { t } from '@vscode/l10n';
import type { EntryRow, PieceView } from '../../core/timeline/panel/panelView.ts';
import { sourceWords } from '../../core/timeline/sourceNames.ts';
import { locale, numberText } from '../details/locale.ts';
import { clockText, dayKey, utcText } from '../details/times.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { kindLooks } from './kindLooks.ts';
import { urlOf } from '../../core/webAddress.ts';

/** Beyond this a text is cut until somebody asks for all of it. */
const longest = 1_200;
const mostLines = 14;

const runLooks: { readonly [S in NonNullable<EntryRow['run']>['state']]: readonly [IconName, string] } = {
  ok: ['ok', t('Run ok')],
  failed: ['failed', t('Run failed')],
  cancelled: ['cancelled', t('Run cancelled')],
  unknown: ['unknown', t('Run ended unknown')],
};

/** One entry. It has no listeners: what can be pressed says so in data attributes. @param open all of it is shown */
export function drawEntry(row: EntryRow, zone: string, open: boolean): HTMLLIElement {
  const [picture, kindWords, look] = lookOf(row);
  const item = element('li', { class: `entry ${look}`, 'data-id': row.id });
  item.tabIndex = -1;
  item.classList.toggle('key', row.key);
  item.classList.toggle('retracted', row.retracted);

  const head = element(
    'div',
    { class: 'entry-head' },
    drawTime(row, zone),
    element('span', { class: 'kind' }, icon(picture), element('span', {}, kindWords)),
    element('span', { class: 'author' }, row.author || t('Somebody')),
    element('span', { class: 'source' }, sourceWords(row.source)),
  );
  if (row.key) head.append(element('span', { class: 'tag key-tag' }, icon('star'), t('Key event')));
  if (row.retracted) head.append(element('span', { class: 'tag' }, t('Retracted')));
  if (row.edits > 0) {
    const edited = element(
      'button',
      { type: 'button', class: 'quiet tag', 'data-act': 'history' },
      t('edited'),
    );
    edited.tabIndex = -1;
    edited.setAttribute('aria-label', t('Edited: show what it was before'));
    head.append(edited);
  }
  const late = row.writtenAt - row.at;
  if (Math.abs(late) > 90_000 && row.source === 'person') {
    const day = dayKey(row.writtenAt, zone) === dayKey(row.at, zone) ? '' : `${dayKey(row.writtenAt, zone)} `;
    const words = t('written {0}', `${day}${clockText(row.writtenAt, zone).slice(0, 5)}`);
    head.append(element('span', { class: 'tag', title: utcText(row.writtenAt) }, words));
  }
  if (row.machineAt !== null) {
    const words = t('its machine’s clock said {0}', clockText(row.machineAt, zone));
    head.append(element('span', { class: 'tag', title: utcText(row.machineAt) }, words));
  }
  const more = element(
    'button',
    {
      type: 'button',
      class: 'quiet entry-more',
      'aria-haspopup': 'menu',
      'data-menu': '',
      'aria-label': t('Actions of this entry'),
    },
    icon('more'),
  );
  more.tabIndex = -1;
  more.title = t('Actions (Enter)');
  head.append(more);

  item.append(head, drawText(row, open));
  if (row.from !== null) item.append(element('div', { class: 'from' }, t('From {0}', row.from)));
  if (row.attachments.length > 0) item.append(drawAttachments(row));
  if (row.run && row.run.command !== '') item.append(drawRun(row.run));
  return item;
}

function drawTime({ at }: EntryRow, zone: string): HTMLElement {
  const time = element('time', { title: utcText(at), datetime: new Date(at).toISOString() });
  time.textContent = clockText(at, zone);
  return time;
}

function lookOf({ kind, run }: EntryRow): readonly [IconName, string, string] {
  if (!run) return [...kindLooks[kind], kind];
  // An exit code that was expected is no failure, and what ended ok may still not have done what it should.
  if (run.met === true) return ['ok', t('Run as expected'), 'run run-ok'];
  if (run.met === false && run.state === 'ok') return ['failed', t('Run not as expected'), 'run run-failed'];
  return [...runLooks[run.state], `run run-${run.state}`];
}

function drawText(row: EntryRow, open: boolean): HTMLElement {
  const body = element('div', { class: 'text' });
  const length = row.pieces.reduce((sum, piece) => sum + textOf(piece).length, 0);
  const lines = row.text.split('\n').length;
  const isLong = length > longest || lines > mostLines;
  body.append(...drawPieces(isLong && !open ? cut(row.pieces) : row.pieces));
  if (!isLong) return body;
  const size = lines > mostLines ? t('{0} lines', lines) : t('{0} characters', numberText(length));
  const all = element(
    'button',
    { type: 'button', class: 'quiet all', 'data-all': '', 'aria-expanded': String(open) },
    open ? t('Show less') : t('Show all, {0}', size),
  );
  all.tabIndex = -1;
  return element('div', {}, body, all);
}

/** Fenced code stands out; everything else is text and links. */
function drawPieces(pieces: readonly PieceView[]): readonly Node[] {
  const drawn: Node[] = [];
  const whole = pieces.map(textOf).join('');
  const fence = /^([\s\S]*?)\n?```[\w+#-]*\n([\s\S]*?)\n?```\s*$/.exec(whole);
  if (fence && pieces.length === 1) {
    if (fence[1]!.trim() !== '') drawn.push(element('span', {}, fence[1]!));
    drawn.push(element('pre', {}, element('code', {}, fence[2]!)));
    return drawn;
  }
  for (const piece of pieces) {
    if (typeof piece === 'string') drawn.push(document.createTextNode(piece));
    else {
      // No address in it: neither a drag nor VS Code’s own handler has anything to open.
      const link = element(
        'a',
        { href: '#', title: piece.address, 'data-link': String(piece.link) },
        piece.text,
      );
      link.tabIndex = -1;
      drawn.push(link);
      const host = urlOf(piece.address)?.host ?? '';
      if (piece.text !== piece.address) drawn.push(element('span', { class: 'quiet-words' }, ` ${host}`));
    }
  }
  return drawn;
}

function cut(pieces: readonly PieceView[]): readonly PieceView[] {
  const kept: PieceView[] = [];
  let characters = 0;
  let lines = 1;
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      kept.push(piece);
      characters += piece.text.length;
    } else {
      const whole = piece.split('\n');
      const part = whole
        .slice(0, Math.max(1, mostLines - lines + 1))
        .join('\n')
        .slice(0, Math.max(0, longest - characters));
      kept.push(part === piece ? part : `${part}…`);
      characters += part.length;
      lines += whole.length - 1;
    }
    if (characters >= longest || lines >= mostLines) break;
  }
  return kept;
}

function textOf(piece: PieceView): string {
  return typeof piece === 'string' ? piece : piece.text;
}

function drawAttachments(row: EntryRow): HTMLElement {
  const list = element('div', { class: 'attachments' });
  row.attachments.forEach(({ name, bytes, picture }, number) => {
    const open = element(
      'button',
      { type: 'button', class: 'secondary attachment', 'data-attachment': String(number) },
      icon(picture ? 'eye' : 'clip'),
      element('span', { class: 'words' }, name),
      element('span', { class: 'size' }, sizeText(bytes)),
    );
    open.tabIndex = -1;
    open.setAttribute(
      'aria-label',
      picture
        ? t('Open the picture {0}, {1}', name, sizeText(bytes))
        : t('Open the file {0}, {1}', name, sizeText(bytes)),
    );
    if (picture) open.dataset['picture'] = '';
    list.append(open);
  });
  return list;
}

function drawRun({ command, outputTail }: NonNullable<EntryRow['run']>): HTMLElement {
  const details = element('details', { class: 'run-details' });
  const summary = element(
    'summary',
    {},
    icon('chevron'),
    element('span', {}, t('Command and end of the output')),
  );
  summary.tabIndex = -1;
  details.append(summary, element('pre', {}, element('code', {}, command)));
  if (outputTail !== '') details.append(element('pre', { class: 'output' }, element('code', {}, outputTail)));
  return details;
}

/** `812 bytes`, `34 kB`, `1.2 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return t('{0} bytes', bytes);
  if (bytes < 1_000_000) return t('{0} kB', Math.round(bytes / 1_000));
  const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };
  return t('{0} MB', (bytes / 1_000_000).toLocaleString(locale, oneDecimal));
}

/** What a screen reader says of an entry that has the focus, in the order in which it matters. */
export function spokenText(row: EntryRow, zone: string, place: string): string {
  const [, kindWords] = lookOf(row);
  const words = row.pieces.map(textOf).join('').slice(0, 400);
  return [
    clockText(row.at, zone).slice(0, 5),
    kindWords,
    ...(row.key ? [t('key event')] : []),
    ...(row.retracted ? [t('retracted')] : []),
    words,
    row.author,
    sourceWords(row.source),
    ...(row.attachments.length > 0 ? [t('{0} attached', row.attachments.length)] : []),
    ...(row.edits > 0 ? [t('edited')] : []),
    place,
  ].join(', ');
}
