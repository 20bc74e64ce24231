import type { UtcTime } from '../clock.ts';
import { stemsOf, wordsOf } from '../runbooks/words.ts';
import type { Change } from './change.ts';

/** Why a change is where it is in the list; each is one sentence of it. */
export type SuspectReason =
  | { readonly type: 'nearness'; /** Before the start, ms; negative after it. */ readonly beforeMs: number }
  | { readonly type: 'service'; /** The path or the word that names it. */ readonly found: string }
  | { readonly type: 'title'; readonly words: readonly string[] }
  | { readonly type: 'risky'; readonly what: RiskyKind; readonly path: string }
  | { readonly type: 'release'; readonly tag: string }
  | { readonly type: 'revert' }
  | { readonly type: 'size'; readonly lines: number }
  | { readonly type: 'provider' };

export type RiskyKind =
  | 'migration'
  | 'container'
  | 'deployment'
  | 'infrastructure'
  | 'pipeline'
  | 'flag'
  | 'configuration'
  | 'dependencies';

export interface Suspect {
  readonly change: Change;
  /** Only for the order: a sum of the weights below. */
  readonly score: number;
  /** The weightiest first. */
  readonly reasons: readonly SuspectReason[];
}

export interface Situation {
  /** When it began. */
  readonly startedAt: UtcTime;
  /** Null where the incident has none. */
  readonly service: string | null;
  readonly title: string;
}

/** The most dangerous first: a change is called after the first that fits one of its paths. */
const riskyPaths: readonly (readonly [RiskyKind, RegExp])[] = [
  ['migration', /(?:^|\/)(?:migrations?|migrate|alembic|flyway|liquibase)\/|\.sql$/i],
  ['flag', /(?:^|[/_.-])(?:feature[-_]?)?(?:flags?|toggles?)(?:[/_.-]|$)/i],
  [
    'deployment',
    /(?:^|\/)(?:helm|charts?|k8s|kubernetes|manifests?|kustomize|deploy(?:ment)?s?|argocd)\/|(?:^|\/)(?:deployment|kustomization|values[\w.-]*|Chart)\.ya?ml$/i,
  ],
  ['container', /(?:^|\/)(?:Dockerfile[\w.-]*|Containerfile|(?:docker-)?compose[\w.-]*\.ya?ml)$/i],
  ['infrastructure', /\.(?:tf|tfvars|bicep)$|(?:^|\/)(?:terraform|ansible|pulumi|cloudformation)\//i],
  [
    'pipeline',
    /(?:^|\/)(?:\.github\/workflows\/|\.gitlab-ci[\w.-]*\.ya?ml$|Jenkinsfile|\.circleci\/|azure-pipelines)/i,
  ],
  [
    'configuration',
    /(?:^|\/)(?:config|conf|settings|etc)\/|(?:^|\/)(?:application|config|settings|nginx|\.env)[\w.-]*$|\.(?:conf|ini|properties|toml)$/i,
  ],
  [
    'dependencies',
    /(?:^|\/)(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|pom\.xml|build\.gradle(?:\.kts)?|requirements[\w.-]*\.txt|poetry\.lock|Gemfile(?:\.lock)?)$/i,
  ],
];

const weights = {
  /** Right before the start; half of it after each `halfLife`. */
  nearness: 40,
  provider: 25,
  service: 20,
  title: 10,
  revert: 8,
  release: 15,
  /** A thousand lines and more. */
  size: 8,
} as const;
const riskyWeights: Readonly<Record<RiskyKind, number>> = {
  migration: 18,
  flag: 14,
  deployment: 14,
  container: 12,
  infrastructure: 14,
  pipeline: 8,
  configuration: 12,
  dependencies: 8,
};
const halfLife = 2 * 3_600_000;
/** It may have gone out before the alert, whatever its time says: clocks differ. ms */
const stillBefore = 5 * 60_000;
const large = 300;

/** The changes by how well they explain the incident, each with its reasons; never by who made them. */
export function rankChanges(changes: readonly Change[], situation: Situation): readonly Suspect[] {
  const start = Date.parse(situation.startedAt);
  return changes
    .filter(({ at }) => Date.parse(at) <= start + stillBefore)
    .map(change => suspectOf(change, situation))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.change.at < b.change.at ? 1 : a.change.at > b.change.at ? -1 : a.change.id < b.change.id ? -1 : 1),
    );
}

function suspectOf(change: Change, situation: Situation): Suspect {
  const weighed = [
    nearness(change, situation),
    service(change, situation),
    title(change, situation),
    risky(change),
    size(change),
    ...plain(change),
  ].filter(found => found !== null);
  weighed.sort((a, b) => b.weight - a.weight);
  return {
    change,
    score: weighed.reduce((sum, { weight }) => sum + weight, 0),
    reasons: weighed.map(({ reason }) => reason),
  };
}

interface Weighed {
  readonly weight: number;
  readonly reason: SuspectReason;
}

function nearness({ at }: Change, { startedAt }: Situation): Weighed {
  const beforeMs = Date.parse(startedAt) - Date.parse(at);
  const weight = weights.nearness * 0.5 ** (Math.max(0, beforeMs) / halfLife);
  return { weight, reason: { type: 'nearness', beforeMs } };
}

/** Each word of the service’s name, together, in a path or in what is said. */
function service({ paths, text, kind }: Change, { service: name }: Situation): Weighed | null {
  const wanted = stemsOf(name ?? '');
  if (wanted.size === 0) return null;
  const names = (candidate: string) => {
    const there = stemsOf(candidate);
    return [...wanted].every(word => there.has(word));
  };
  const found = paths.find(names) ?? (names(text) ? name! : undefined);
  if (found === undefined) return null;
  // An event of the provider’s counts as the service’s already.
  return {
    weight: kind === 'event' ? weights.service / 2 : weights.service,
    reason: { type: 'service', found },
  };
}

function title({ paths, text }: Change, { title: words, service: name }: Situation): Weighed | null {
  const own = stemsOf(name ?? '');
  const there = stemsOf(`${text} ${paths.join(' ')}`);
  const found = new Map(wordsOf(words).map(({ stem, spoken }) => [stem, spoken]));
  const shared = [...found].filter(([stem]) => there.has(stem) && !own.has(stem)).map(([, spoken]) => spoken);
  if (shared.length === 0) return null;
  return {
    weight: Math.min(2, shared.length) * (weights.title / 2),
    reason: { type: 'title', words: shared },
  };
}

function risky({ paths }: Change): Weighed | null {
  for (const [what, pattern] of riskyPaths) {
    const path = paths.find(one => pattern.test(one));
    if (path !== undefined) return { weight: riskyWeights[what], reason: { type: 'risky', what, path } };
  }
  return null;
}

function size({ lines }: Change): Weighed | null {
  if (lines === null || lines < large) return null;
  return { weight: Math.min(1, lines / 1_000) * weights.size, reason: { type: 'size', lines } };
}

function plain({ kind, ref, summary }: Change): readonly Weighed[] {
  const found: Weighed[] = [];
  if (kind === 'tag')
    found.push({ weight: weights.release, reason: { type: 'release', tag: ref ?? summary } });
  if (kind === 'event') found.push({ weight: weights.provider, reason: { type: 'provider' } });
  if (/^(?:revert\b|rollback\b|roll back\b|hotfix\b)/i.test(summary))
    found.push({ weight: weights.revert, reason: { type: 'revert' } });
  return found;
}
