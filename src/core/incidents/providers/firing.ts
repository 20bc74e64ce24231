import { t } from '@vscode/l10n';
import { lineOf, objectOf, objectsOf, oneLine, plainText, type WireObject } from './wire.ts';

/*
 * What Alertmanager puts into `details.firing` and `details.resolved`: text of its default template (older), or a
 * list of alerts with labels and annotations (newer), which may come as JSON inside a text.
 */

/** One alert of it. */
export interface FiringAlert {
  readonly labels: WireObject;
  readonly annotations: WireObject;
  /** What it says besides: `startsAt`, `generatorURL`, `Source`. */
  readonly rest: WireObject;
}

export interface Firing {
  readonly alerts: readonly FiringAlert[];
  /** Whether it was a text of the template: its lines have no path of their own. */
  readonly isText: boolean;
  /** Text that belongs to no alert; empty where there is none. */
  readonly remainder: string;
}

export function firingOf(value: unknown): Firing {
  if (typeof value !== 'string') return { alerts: listed(value), isText: false, remainder: '' };
  if (!value.trimStart().startsWith('[')) return inText(value);
  try {
    return { alerts: listed(JSON.parse(value)), isText: false, remainder: '' };
  } catch {
    return inText(value);
  }
}

/** One name and value for each label, annotation and other field; the name begins with that of its alert. */
export function firingPairs({ alerts }: Firing): readonly (readonly [name: string, value: unknown])[] {
  const titles = titlesOf(alerts);
  return alerts.flatMap(({ labels, annotations, rest }, index) => {
    const title = titles[index]!;
    const pairs = new Map<string, unknown>();
    for (const [name, value] of Object.entries(labels)) pairs.set(`${title}: ${name}`, value);
    for (const [fields, named] of [
      [annotations, (name: string) => t('annotation {0}', name)],
      [rest, (name: string) => t('field {0}', name)],
    ] as const) {
      for (const [name, value] of Object.entries(fields)) {
        const plain = `${title}: ${name}`;
        const isTaken = pairs.has(plain) && pairs.get(plain) !== value;
        pairs.set(isTaken ? `${title}: ${named(name)}` : plain, value);
      }
    }
    return [...pairs];
  });
}

/** The alert’s name, with its number where several have the same; its number alone where it has none. */
function titlesOf(alerts: readonly FiringAlert[]): readonly string[] {
  const counts = new Map<string, number>();
  return alerts.map(({ labels }, index) => {
    const name = lineOf(labels['alertname']);
    if (!name) return t('Alert {0}', index + 1);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function listed(value: unknown): readonly FiringAlert[] {
  return objectsOf(value).map(({ labels, annotations, ...rest }) => ({
    labels: objectOf(labels) ?? {},
    annotations: objectOf(annotations) ?? {},
    rest,
  }));
}

type Section = 'labels' | 'annotations' | 'rest';

/** Where a value stands that may go on in the next line. */
interface Value {
  readonly fields: Record<string, string>;
  readonly name: string;
}

/**
 * `Labels:`, lines ` - name = value`, `Annotations:`, more such lines, `Source: address`; and again from `Labels:`
 * for the next alert. A value may go on over several lines.
 */
function inText(text: string): Firing {
  const alerts: Record<Section, Record<string, string>>[] = [];
  const remainder: string[] = [];
  let section: 'labels' | 'annotations' = 'labels';
  let last: Value | null = null;
  for (const line of plainText(text).split('\n')) {
    const head = /^\s*(labels|annotations):\s*$/i.exec(line)?.[1]?.toLowerCase();
    const pair = pairIn(line);
    const source = /^\s*source:\s*(.*)$/i.exec(line)?.[1];
    if (head === 'labels') {
      alerts.push(emptyAlert());
      [section, last] = ['labels', null];
    } else if (head) {
      [section, last] = ['annotations', null];
    } else if (pair) {
      if (alerts.length === 0) alerts.push(emptyAlert());
      last = { fields: alerts.at(-1)![section], name: oneLine(pair.name) };
      last.fields[last.name] = pair.value;
    } else if (source !== undefined) {
      if (alerts.length === 0) alerts.push(emptyAlert());
      alerts.at(-1)!.rest['Source'] = source;
      last = null;
    } else if (last) {
      last.fields[last.name] += `\n${line}`;
    } else if (line.trim() !== '') {
      remainder.push(line);
    }
  }
  return { alerts, isText: true, remainder: remainder.join('\n') };
}

/** What is longer is no name of a label. UTF-16 units. */
const longestName = 200;

/**
 * Of ` - name = value`; null where it is no such line. Anybody who may send an alert writes these lines, of any length:
 * no two neighbours of the pattern may take the same character.
 */
function pairIn(line: string): { readonly name: string; readonly value: string } | null {
  const found = /^\s*-\s*([^\s=][^=]*)=\s?(.*)$/.exec(line);
  const name = found?.[1]!.trimEnd();
  return name === undefined || name.length > longestName ? null : { name, value: found![2]! };
}

/** Without a prototype, so that a label may be called as it likes. */
function emptyAlert(): Record<Section, Record<string, string>> {
  const fields = () => Object.create(null) as Record<string, string>;
  return { labels: fields(), annotations: fields(), rest: fields() };
}
