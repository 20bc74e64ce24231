import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import { PatternChecks } from '../../core/runbooks/patternChecks.ts';
import type { Runbook, RunbookBlock } from '../../core/runbooks/runbook.ts';
import {
  mentioned,
  problemWith,
  type ResolvedVariable,
  resolveVariables,
  type VariableSources,
} from '../../core/runbooks/variableValues.ts';
import type { DeclaredVariable } from '../../core/runbooks/variables.ts';
import type { VariableView } from '../../protocol/runbook.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { type Answer, askForValues } from './askForValues.ts';
import { type KeptStore, KeptUses } from './keptUses.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';
import { VariableAlerts } from './variableAlerts.ts';
import { secretKey, type SecretStore, VariableSecrets } from './variableSecrets.ts';

/** What is known of one use of a runbook. */
interface Known {
  readonly use: RunbookUse;
  /** What a person entered, secrets too. */
  readonly entered: Map<string, string>;
}

/**
 * The values of a runbook’s variables, for each incident. They reach blocks as environment variables only. Those that a
 * person entered are remembered; secrets in this window only, or in the keychain where the person wants it.
 */
export class VariableValues implements Disposable {
  readonly #known = new Map<string, Known>();
  readonly #changed = new Emitter<RunbookUse>();
  readonly onDidChange = this.#changed.event;
  readonly #kept: KeptUses;
  readonly #patterns = new PatternChecks();
  readonly #secrets: VariableSecrets;
  readonly #alerts: VariableAlerts;

  constructor(
    private readonly parts: {
      readonly store: KeptStore;
      readonly secrets: SecretStore;
      readonly alerts: (incident: Incident) => Promise<readonly Alert[]>;
      /** The newest that is known of it: a runbook stays open while its incident becomes another. */
      readonly latest: (incident: Incident) => Incident;
      /** From here on the value is masked wherever it could be seen. */
      readonly keepSecret: (secret: { readonly value: string; readonly kind: string }) => void;
      /** What an earlier block exported under this name since a person gave it a value; null where none did. */
      readonly handedOn: (use: RunbookUse, name: string) => string | null;
      /** A person gave the variable a value: what blocks made of it before does not count any more. */
      readonly overrule: (use: RunbookUse, name: string) => void;
      /** These are secrets: what blocks handed on under them must not be kept any more. */
      readonly keepWithout: (use: RunbookUse, names: readonly string[]) => void;
      readonly boundary: ErrorBoundary;
      readonly clock: Clock;
    },
  ) {
    this.#kept = new KeptUses(parts.store, 'onCall.variables');
    const came = (use: RunbookUse) => this.#changed.fire(use);
    this.#secrets = new VariableSecrets({ ...parts, came });
    this.#alerts = new VariableAlerts({ ...parts, came });
  }

  /** In the order of the declaration. What still has to be read comes as a change. */
  view(use: RunbookUse, { variables }: Runbook): readonly VariableView[] {
    if (variables.length > 0)
      this.parts.boundary.watch('Reading the variables of a runbook', this.#load(use, variables, 'page'));
    return this.#resolve(use, variables).map(({ variable, value, source, problem }) => ({
      name: variable.name,
      description: variable.description,
      value: variable.secret ? null : value,
      secret: variable.secret,
      source,
      problem,
    }));
  }

  /** What a block would be given now if nobody were asked, without secrets: for saying what it would act on. */
  known(use: RunbookUse, { variables }: Runbook): Readonly<Record<string, string>> {
    const open = this.#resolve(use, variables).filter(({ variable }) => !variable.secret);
    return valuesOf(usable(open));
  }

  /**
   * What a block gets beside what others hand on: every variable that has a value. Asks first for those that it
   * mentions and that nobody entered yet, or a block changed since; with `promptEnv` false only for those that have no
   * value that fits. Values of several lines, and secrets that a block handed on, are not asked for, because no input
   * box can show them. Rejects with NotPossibleError where the person gives up.
   */
  async ask(
    use: RunbookUse,
    { variables }: Runbook,
    block: RunbookBlock,
  ): Promise<Readonly<Record<string, string>>> {
    await this.#load(use, variables, 'block');
    // What comes while a person answers is for the next block.
    const sources = this.#sources(use);
    const used = new Set(mentioned(variables, block.code, block.interpreter));
    const wanted = this.#resolve(use, variables, sources)
      .filter(({ variable }) => used.has(variable))
      .map(one => this.#asHandedOn(use, one))
      .filter(one => isToBeAsked(one, block.attributes.promptEnv));
    const answers = await askForValues(wanted, this.#patterns);
    for (const [at, answer] of answers.entries()) await this.#enter(use, wanted[at]!.variable, answer);
    if (answers.length > 0) this.#changed.fire(use);
    return this.#given(use, variables, sources);
  }

  /** What `ask` would resolve with if nobody were asked. */
  async unasked(use: RunbookUse, { variables }: Runbook): Promise<Readonly<Record<string, string>>> {
    await this.#load(use, variables, 'block');
    return this.#given(use, variables);
  }

  #given(
    use: RunbookUse,
    variables: readonly DeclaredVariable[],
    sources?: VariableSources,
  ): Readonly<Record<string, string>> {
    const given = usable(this.#resolve(use, variables, sources));
    for (const { variable, value } of given) if (variable.secret) this.#secrets.mask(variable.name, value);
    // Every block finds them, also one that does not mention them.
    for (const { name, secret } of variables) if (secret) this.#secrets.maskHandedOn(use, name);
    return valuesOf(given);
  }

  /** A block ended with these in its environment: the secrets among them are masked from here on, whoever set them. */
  learn(use: RunbookUse, exported: ReadonlyMap<string, string>): void {
    this.#secrets.learn(use, exported);
  }

  /** Asks for the value of one: its number in the declaration. Rejects with NotPossibleError. */
  async set(use: RunbookUse, { variables }: Runbook, index: number): Promise<void> {
    await this.#load(use, variables, 'page');
    const one = this.#resolve(use, variables)[index];
    if (one === undefined) throw noSuchVariable();
    const [answer] = await askForValues([one], this.#patterns);
    await this.#enter(use, one.variable, answer!);
    this.#changed.fire(use);
  }

  /**
   * What a person entered for one, by its number in the declaration, and what blocks made of it. A secret also goes from
   * the keychain, and from whatever incident had it from there. Rejects with NotPossibleError.
   */
  async forget(use: RunbookUse, { variables }: Runbook, index: number): Promise<void> {
    const variable = variables[index];
    if (variable === undefined) throw noSuchVariable();
    await this.#load(use, variables, 'page');
    const { name, secret } = variable;
    const value = this.#of(use).entered.get(name);
    if (secret) await this.#secrets.forget(use, name);
    this.#forgetHere(use, name);
    if (!secret || value === undefined) return;
    const key = secretKey(use, name);
    for (const { use: other, entered } of this.#known.values())
      if (secretKey(other, name) === key && entered.get(name) === value) this.#forgetHere(other, name);
  }

  /** Every secret that was given to a runbook: in this window, and in the keychain. */
  async forgetSecrets(): Promise<void> {
    await this.#secrets.forgetAll();
    for (const { use } of this.#known.values())
      for (const name of this.#secrets.names(use)) this.#forgetHere(use, name);
  }

  #forgetHere(use: RunbookUse, name: string): void {
    this.#of(use).entered.delete(name);
    this.#keep(use);
    this.parts.overrule(use, name);
    this.#changed.fire(use);
  }

  /**
   * The runbook calls these secrets: as it is read, or as it was when a run began that is taken over before anybody read
   * it in this window.
   */
  callSecret(use: RunbookUse, names: readonly string[]): void {
    const { entered } = this.#of(use);
    for (const name of this.#secrets.call(use, names))
      // It was no secret before: what was kept of it then must not come back.
      if (entered.delete(name)) this.#keep(use);
  }

  /** Whether the runbook calls the variable a secret, as far as it was looked at. */
  isSecret(use: RunbookUse, name: string): boolean {
    return this.#secrets.names(use).has(name);
  }

  #resolve(
    use: RunbookUse,
    variables: readonly DeclaredVariable[],
    sources = this.#sources(use),
  ): readonly ResolvedVariable[] {
    return resolveVariables(variables, sources, this.#of(use).entered, this.#patterns);
  }

  #sources(use: RunbookUse): VariableSources {
    return { incident: use.incident && this.parts.latest(use.incident), alerts: this.#alerts.of(use) };
  }

  /** As the block would find it: what an earlier one handed on lies over every other value. */
  #asHandedOn(use: RunbookUse, one: ResolvedVariable): Wanted {
    const { variable } = one;
    const value = this.parts.handedOn(use, variable.name);
    if (value === null) return one;
    return { variable, value, source: 'block', problem: problemWith(variable, value, this.#patterns) };
  }

  #of(use: RunbookUse): Known {
    const key = useKey(use);
    let known = this.#known.get(key);
    if (known === undefined) {
      const kept = this.#kept.get(key);
      const pairs = Array.isArray(kept) ? (kept as unknown[]).filter(isPair) : [];
      known = { use, entered: new Map(pairs) };
      this.#known.set(key, known);
    }
    return known;
  }

  /** Reads what has to be waited for: the incident’s alerts, and what the keychain holds. Never rejects. */
  async #load(use: RunbookUse, variables: readonly DeclaredVariable[], by: 'page' | 'block'): Promise<void> {
    const secrets = variables.filter(({ secret }) => secret).map(({ name }) => name);
    this.callSecret(use, secrets);
    const { entered } = this.#of(use);
    const found = this.#secrets.lookUp(use, secrets, entered);
    const { incident } = this.#sources(use);
    // Nobody waits for what a person entered instead.
    const wanted = variables.some(({ name, from }) => from?.startsWith('alert.') && !entered.has(name));
    if (incident && wanted) await this.#alerts.read(use, { variables, incident }, by);
    await found;
  }

  async #enter(use: RunbookUse, { name, secret }: DeclaredVariable, answer: Answer): Promise<void> {
    const { value, remember } = answer;
    this.#of(use).entered.set(name, value);
    if (secret) await this.#secrets.enter(use, name, value, remember);
    else this.#keep(use);
    this.parts.overrule(use, name);
  }

  #keep(use: RunbookUse): void {
    const secrets = this.#secrets.names(use);
    const open = [...this.#of(use).entered].filter(([name]) => !secrets.has(name));
    this.#kept.set(useKey(use), open.length > 0 ? open : null);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

interface Usable extends Pick<ResolvedVariable, 'variable'> {
  readonly value: string;
}

function usable(all: readonly ResolvedVariable[]): readonly Usable[] {
  return all.flatMap(({ variable, value, problem }) =>
    value === null || problem !== null ? [] : [{ variable, value }],
  );
}

function valuesOf(all: readonly Usable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(all.map(({ variable, value }) => [variable.name, value]));
}

interface Wanted extends Omit<ResolvedVariable, 'source'> {
  readonly source: ResolvedVariable['source'] | 'block';
}

function isToBeAsked({ variable, value, source, problem }: Wanted, promptEnv: boolean): boolean {
  if (source === 'missing' || problem !== null) return true;
  const canBeShown = !value?.includes('\n') && !(source === 'block' && variable.secret);
  return promptEnv && source !== 'person' && canBeShown;
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

function noSuchVariable(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('The runbook has no such variable any more.'),
    vscode.l10n.t('Look at its variables again.'),
  );
}
