import { interpreterNamed, interpreters } from '../../execution/interpreter.ts';
import { attributesOf } from '../blockAttributes.ts';
import { asValue, readAttributes, type Attribute } from '../infoString.ts';
import { closest } from './closest.ts';
import { rangeOn, shown, type Finding, type Fix, type Translator } from './finding.ts';
import type { BlockText, RunbookText } from './runbookText.ts';
import { accepts, blockAttributes } from './vocabulary.ts';

interface ReadBlock {
  readonly block: BlockText;
  /** Null where they cannot be read. */
  readonly attributes: readonly Attribute[] | null;
}

/** Attributes of blocks that cannot be read, have a value they cannot have, or are most likely misspelt. */
export function attributeRule({ blocks }: RunbookText, l10n: Translator): Finding[] {
  const read = blocks.map((block): ReadBlock => ({
    block,
    attributes: block.info ? readAttributes(block.info.text) : [],
  }));
  const names = new Set(blocks.flatMap(({ block }) => block.attributes.name ?? []));
  return [
    ...read.flatMap(one => [...unreadable(one, l10n), ...wrongOnes(one, names, l10n)]),
    ...sameNames(read, names, l10n),
  ];
}

function unreadable({ block, attributes }: ReadBlock, l10n: Translator): Finding[] {
  if (attributes || !block.info) return [];
  const { text, line, character } = block.info;
  // Words behind the language are for other programs; braces are for us.
  if (!text.trim().startsWith('{') || !block.block.runnable) return [];
  const message = l10n.t(
    'The attributes of this block cannot be read: write {"name":"value"} or { name=value }.',
  );
  const from = character + text.length - text.trimStart().length;
  const range = rangeOn(line, from, character + text.trimEnd().length);
  return [{ code: 'attribute-value', severity: 'warning', message, range, fixes: [] }];
}

function wrongOnes(
  { block, attributes }: ReadBlock,
  names: ReadonlySet<string>,
  l10n: Translator,
): Finding[] {
  return (attributes ?? []).flatMap(attribute => wrong(attribute, block, names, l10n));
}

function wrong(
  attribute: Attribute,
  block: BlockText,
  names: ReadonlySet<string>,
  l10n: Translator,
): Finding[] {
  const { name, value, nameAt, valueAt } = attribute;
  const change = (meant: string | null, place: readonly [number, number]): Fix[] =>
    meant === null
      ? []
      : [
          {
            title: l10n.t('Change it to “{0}”', meant),
            edits: [{ range: at(block, place), newText: asValue(meant, block.info!.text) }],
          },
        ];
  const word = blockAttributes.find(known => known.name === name);
  if (!word) {
    const meant = closest(
      name,
      blockAttributes.map(known => known.name),
    );
    // Other programs have attributes of their own, so only what looks misspelt is told.
    if (meant === null) return [];
    const message = l10n.t('No attribute is called “{0}”, so nothing reads it.', name);
    const range = at(block, nameAt);
    return [{ code: 'attribute-unknown', severity: 'warning', message, range, fixes: change(meant, nameAt) }];
  }
  const range = at(block, valueAt[1] > valueAt[0] ? valueAt : nameAt);
  const finding = (message: string, candidates: Iterable<string>): Finding[] => {
    const fixes = change(closest(value, candidates), valueAt);
    return [{ code: 'attribute-value', severity: 'warning', message, range, fixes }];
  };
  if (word.values && !accepts(word, value)) {
    return finding(
      l10n.t('“{0}” cannot be “{1}”: it may be {2}.', name, shown(value), word.values.join(', ')),
      word.values,
    );
  }
  // The reader itself is asked, so that what it passes over is told and nothing else.
  const understood = attributesOf(JSON.stringify({ [name]: value }));
  if (name === 'expectExit' && understood.expectExit === null)
    return finding(l10n.t('“{0}” is no exit code: it is a number from 0 to 255.', shown(value)), []);
  if (name === 'timeout' && understood.timeoutMs === null)
    return finding(l10n.t('“{0}” is no duration: write 30s, 5m or 1h.', shown(value)), []);
  if (name === 'interpreter' && value.trim() !== '' && interpreterNamed(value) === null)
    return finding(
      l10n.t('“{0}” runs no block: there are {1}.', shown(value), interpreters.join(', ')),
      interpreters,
    );
  if (name === 'rollback' && !names.has(value.trim()))
    return finding(l10n.t('No block of this runbook is called “{0}”.', shown(value)), names);
  if (name === 'rollback' && value.trim() === block.block.attributes.name)
    return finding(l10n.t('A block cannot be what undoes itself.'), []);
  return [];
}

/** A second block of a name can be no target: only the first counts. */
function sameNames(read: readonly ReadBlock[], names: ReadonlySet<string>, l10n: Translator): Finding[] {
  const seen = new Map<string, number>();
  const taken = new Set(names);
  return read.flatMap(({ block, attributes }): Finding[] => {
    const { name } = block.block.attributes;
    const written = attributes?.findLast(attribute => attribute.name === 'name');
    if (name === null || !written) return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, block.opening.start.line + 1);
      return [];
    }
    let turn = 2;
    while (taken.has(`${name}-${turn}`)) turn++;
    const newText = `${name}-${turn}`;
    taken.add(newText);
    const range = at(block, written.valueAt);
    const edits = [{ range, newText: asValue(newText, block.info!.text) }];
    return [
      {
        code: 'name-duplicate',
        severity: 'warning',
        message: l10n.t(
          'The block in line {1} is called “{0}” too, and only the first of a name counts.',
          shown(name),
          first,
        ),
        range,
        fixes: [{ title: l10n.t('Change it to “{0}”', shown(newText)), edits }],
      },
    ];
  });
}

function at({ info }: BlockText, [from, to]: readonly [number, number]) {
  return rangeOn(info!.line, info!.character + from, info!.character + to);
}
