import { closest } from './closest.ts';
import { rangeOn, type Finding, type Fix, type Translator } from './finding.ts';
import { readAttributes, type Attribute } from './infoString.ts';
import type { BlockText, RunbookText } from './runbookText.ts';
import { blockAttributes } from './vocabulary.ts';

/** Attributes of blocks that cannot be read, have a value they cannot have, or are most likely misspelt. */
export function attributeRule({ blocks }: RunbookText, l10n: Translator): Finding[] {
  const read = blocks.map(block => ({
    block,
    attributes: block.info ? readAttributes(block.info.text) : [],
  }));
  const names = new Set(
    read.flatMap(({ attributes }) =>
      (attributes ?? []).filter(({ name }) => name === 'name').map(({ value }) => value),
    ),
  );
  return read.flatMap(({ block, attributes }) => {
    if (attributes) return attributes.flatMap(attribute => wrong(attribute, block, names, l10n));
    const { text, line, character } = block.info!;
    // Words behind the language are for other programs; braces are for us.
    if (!text.trim().startsWith('{') || !block.block.runnable) return [];
    const message = l10n.t(
      'The attributes of this block cannot be read: write {"name":"value"} or { name=value }.',
    );
    const from = character + text.length - text.trimStart().length;
    const range = rangeOn(line, from, character + text.trimEnd().length);
    return [{ code: 'attribute-value', severity: 'warning', message, range, fixes: [] }];
  });
}

function wrong(
  attribute: Attribute,
  { info }: BlockText,
  names: ReadonlySet<string>,
  l10n: Translator,
): Finding[] {
  const { name, value, nameAt, valueAt } = attribute;
  const at = ([from, to]: readonly [number, number]) =>
    rangeOn(info!.line, info!.character + from, info!.character + to);
  const word = blockAttributes.find(known => known.name === name);
  const change = (meant: string | null, place: readonly [number, number]): Fix[] =>
    meant === null
      ? []
      : [{ title: l10n.t('Change it to “{0}”', meant), edits: [{ range: at(place), newText: meant }] }];
  if (!word) {
    const meant = closest(
      name,
      blockAttributes.map(known => known.name),
    );
    // Other programs have attributes of their own, so only what looks misspelt is told.
    if (meant === null) return [];
    const message = l10n.t('No attribute is called “{0}”, so nothing reads it.', name);
    const range = at(nameAt);
    return [{ code: 'attribute-unknown', severity: 'warning', message, range, fixes: change(meant, nameAt) }];
  }
  const range = at(valueAt[1] > valueAt[0] ? valueAt : nameAt);
  if (word.values && !word.values.includes(value)) {
    const message = l10n.t(
      '“{0}” cannot be “{1}”: it may be {2}.',
      name,
      shown(value),
      word.values.join(', '),
    );
    const fixes = change(closest(value, word.values), valueAt);
    return [{ code: 'attribute-value', severity: 'warning', message, range, fixes }];
  }
  const number = name === 'expectExit' ? /^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/ : null;
  const duration = name === 'timeout' ? /^\d{1,6}(?:ms|s|m|h)?$/ : null;
  if ((number && !number.test(value)) || (duration && !duration.test(value))) {
    const message = number
      ? l10n.t('“{0}” is no exit code: it is a number from 0 to 255.', shown(value))
      : l10n.t('“{0}” is no duration: write 30s, 5m or 1h.', shown(value));
    return [{ code: 'attribute-value', severity: 'warning', message, range, fixes: [] }];
  }
  if (name === 'rollback' && !names.has(value)) {
    const message = l10n.t('No block of this runbook is called “{0}”.', shown(value));
    const fixes = change(closest(value, names), valueAt);
    return [{ code: 'attribute-value', severity: 'warning', message, range, fixes }];
  }
  return [];
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
