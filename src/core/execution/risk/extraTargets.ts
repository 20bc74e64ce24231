import { placeOf } from '../target/placeOf.ts';
import { notKnown, readLine } from './commandLine.ts';
import type { NamedTarget, TargetKind } from './risk.ts';
import type { ToolRule } from './toolRule.ts';

/** A command after which others act elsewhere. */
interface Switch {
  readonly tools: string;
  /** Its first operands. */
  readonly verbs?: string;
  readonly kind: TargetKind;
  /** Options whose value names the target. Where none stands there, the operand after the verbs does. */
  readonly options?: string;
  /** More options that take the next word. */
  readonly values?: string;
  /** Where it names nothing, it changes nothing; any other then goes to one that is not known here. */
  readonly shows?: true;
}

const switches: readonly Switch[] = [
  { tools: 'aws awslocal', verbs: 'eks update-kubeconfig', kind: 'kubernetes', options: '--name --alias' },
  ...[
    'container clusters get-credentials',
    'container fleet memberships get-credentials',
    'container hub memberships get-credentials',
  ].map(verbs => ({ tools: 'gcloud', verbs, kind: 'kubernetes' as const, values: '--location' })),
  { tools: 'gcloud', verbs: 'config configurations activate', kind: 'gcloud' },
  { tools: 'gcloud', verbs: 'config set project', kind: 'gcloud' },
  { tools: 'gcloud', verbs: 'config set core/project', kind: 'gcloud' },
  {
    tools: 'az',
    verbs: 'aks get-credentials',
    kind: 'kubernetes',
    options: '-n --name --context',
    values: '-f --file',
  },
  { tools: 'az', verbs: 'account set', kind: 'azure', options: '-s --subscription -n --name' },
  { tools: 'docker podman', verbs: 'context use', kind: 'docker' },
  { tools: 'kubectl oc kubecolor k', verbs: 'config use-context', kind: 'kubernetes' },
  { tools: 'kubectl oc kubecolor k', verbs: 'config set-context', kind: 'kubernetes', shows: true },
  { tools: 'kubectl oc kubecolor k', verbs: 'config set current-context', kind: 'kubernetes' },
  { tools: 'kubectl kubecolor k', verbs: 'ctx', kind: 'kubernetes', shows: true },
  { tools: 'kubectl kubecolor k', verbs: 'ns', kind: 'kubernetes', shows: true },
  { tools: 'kubectx kubens', kind: 'kubernetes', options: '-d', shows: true },
  { tools: 'kubie', verbs: 'ctx', kind: 'kubernetes' },
  { tools: 'kubie', verbs: 'ns', kind: 'kubernetes' },
  { tools: 'kubie', verbs: 'exec', kind: 'kubernetes' },
  { tools: 'oc', verbs: 'login', kind: 'kubernetes', options: '-s --server', values: '-u -p' },
  { tools: 'oc', verbs: 'project', kind: 'kubernetes', shows: true },
  { tools: 'tsh', verbs: 'kube login', kind: 'kubernetes', values: '--proxy --user --cluster -c -l --ttl' },
  { tools: 'eksctl', verbs: 'utils write-kubeconfig', kind: 'kubernetes', options: '-c --cluster' },
  {
    tools: 'doctl',
    verbs: 'kubernetes cluster kubeconfig save',
    kind: 'kubernetes',
    values: '-t --access-token --context',
  },
];

/** A context that is switched to: where nobody can know which, the name is null. */
export function switchedTargets(
  name: string,
  words: readonly string[],
  rule: ToolRule | undefined,
): NamedTarget[] {
  return switches.flatMap(({ tools, verbs = '', kind, options = '', values = '', shows }) => {
    if (!tools.split(' ').includes(name)) return [];
    const verbList = verbs.split(' ').filter(Boolean);
    if (!verbList.every(verb => words.includes(verb))) return [];
    const takes = takenBy(rule, `${options} ${values}`);
    const rest = wordsAfter(verbList, words, takes);
    if (!rest) return [];
    const names = valuesOf(options, words, takes);
    if (names.length === 0) names.push(...firstOperands(rest, takes, rule));
    // `kubectx -` goes back to the one before.
    const known = names.map(one => (notKnown(one) || one === '-' ? null : placeOf(one)));
    if (known.length === 0 && !shows) known.push(null);
    return known.map(one => ({ kind, name: one }));
  });
}

/** Tools whose first operand is a database, or options whose value is. */
const databases: readonly {
  readonly tools: string;
  readonly operand?: true;
  readonly options?: string;
  readonly values?: string;
}[] = [
  { tools: 'psql pgcli', operand: true },
  { tools: 'mysql mariadb', operand: true, options: '-D --database' },
  { tools: 'dropdb createdb', operand: true, values: '-p --port -U --username --maintenance-db' },
  { tools: 'pg_restore', options: '-d --dbname' },
];

/** The database, or the address, that a command names without an option of its rule for it. */
export function databaseTargets(name: string, words: readonly string[], rule: ToolRule): NamedTarget[] {
  const kind = rule.touches;
  if (kind !== 'database' && kind !== 'redis') return [];
  const names = words.filter(word => /^[a-z0-9+]+:\/\//.test(word));
  for (const { tools, operand, options = '', values = '' } of databases) {
    if (!tools.split(' ').includes(name)) continue;
    const takes = takenBy(rule, `${options} ${values}`);
    // The letters of a password (`mysql -pDora`) are no options.
    const rest = words.filter(word => !/^-p./.test(word));
    names.push(...valuesOf(options, rest, takes));
    if (operand) names.push(...firstOperands(rest, takes, rule));
  }
  return [...new Set(names)].map(one => ({ kind, name: notKnown(one) ? null : placeOf(one) }));
}

function takenBy(rule: ToolRule | undefined, more: string): ReadonlySet<string> {
  const { values = '', target = '', place = '', sql } = rule ?? {};
  return new Set([values, target, place, sql?.options ?? '', more].join(' ').split(' ').filter(Boolean));
}

function valuesOf(options: string, words: readonly string[], takes: ReadonlySet<string>): string[] {
  const wanted = options.split(' ');
  const line = readLine(words, takes, new Set(), false);
  return line.options.flatMap(({ name, value }) => (value && wanted.includes(name) ? [value] : []));
}

/** What stands behind the verbs; null where other operands come first. An option that is not known may take one. */
function wordsAfter(
  verbs: readonly string[],
  words: readonly string[],
  takes: ReadonlySet<string>,
): readonly string[] | null {
  let found = 0;
  for (let at = 0; found < verbs.length; at++) {
    const word = words[at];
    if (word === undefined) return null;
    if (takes.has(word)) at += 1;
    else if (word === verbs[found]) {
      found += 1;
      if (found === verbs.length) return words.slice(at + 1);
    } else if (!/^(?:-|alpha$|beta$)/.test(word) && !words[at - 1]?.startsWith('-')) return null;
  }
  return words;
}

/** The first operand; two where it depends on whether an option that is not known takes the next word. */
function firstOperands(
  words: readonly string[],
  takes: ReadonlySet<string>,
  rule: ToolRule | undefined,
): string[] {
  const switchesOf = new Set((rule?.switches ?? '').split(' '));
  const readings = [false, true].map(greedy => readLine(words, takes, switchesOf, greedy).operands[0]);
  return [...new Set(readings.filter(one => one !== undefined))];
}
