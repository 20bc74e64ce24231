import * as vscode from 'vscode';
import type { ResponderTarget } from '../../core/incidents/action.ts';
import type { OnCall, Responder } from '../../core/incidents/directory.ts';
import type { Reference } from '../../core/incidents/incident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { withoutIcons } from '../incidentPick.ts';
import { zonedTime } from '../localTime.ts';
import { setItems } from '../quickPicks.ts';
import type { Session } from '../sessions.ts';

export interface TargetQuestion {
  readonly title: string;
  readonly placeholder: string;
  /** Whose people on call stand first. */
  readonly onCallFor: readonly string[];
  /** Whether escalation policies are offered, too. */
  readonly policies: boolean;
}

interface TargetRow extends vscode.QuickPickItem {
  readonly target: ResponderTarget;
  /** Those on call by their lowest level, then policies, then everybody else. */
  readonly rank: number;
}

const policyRank = 1_000;
const otherRank = 2_000;

/**
 * People and escalation policies of the account. An account may have thousands of each: a request of each is shown, and
 * what somebody types is searched for where these were not all. Undefined where nobody chose; rejects where nothing can be read.
 */
export async function pickTargets(
  session: Session,
  boundary: ErrorBoundary,
  question: TargetQuestion,
): Promise<readonly ResponderTarget[] | undefined> {
  const pick = vscode.window.createQuickPick<TargetRow>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const abort = new AbortController();
  const rows = new TargetRows(session, boundary, question, abort.signal);
  const show = () => {
    const { selectedItems } = pick;
    setItems(pick, rows.all(), row => row);
    pick.selectedItems = selectedItems;
  };
  // One search after the other, for what is typed by then: PagerDuty wants requests one by one.
  const follow = async () => {
    if (pick.busy) return;
    pick.busy = true;
    let searched = '';
    for (let text = pick.value.trim(); rows.hasMore && text !== searched; text = pick.value.trim()) {
      searched = text;
      if (text !== '') await rows.search(text);
      if (abort.signal.aborted) return;
      show();
    }
    pick.busy = false;
  };
  const ignoreEnd = (error: unknown) => {
    if (!abort.signal.aborted) boundary.log('Searching for people', error);
    pick.busy = false;
  };
  try {
    return await new Promise((resolve, reject) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ target }) => target)));
      pick.onDidHide(() => resolve(undefined));
      pick.onDidChangeValue(() => void follow().catch(ignoreEnd));
      pick.busy = true;
      pick.show();
      rows.begin().then(() => {
        if (abort.signal.aborted) return;
        show();
        pick.busy = false;
        void follow().catch(ignoreEnd);
      }, reject);
    });
  } finally {
    abort.abort();
    pick.dispose();
  }
}

/** What was found so far; a row stays the same object, so that what is ticked stays so. */
class TargetRows {
  readonly #rows = new Map<string, TargetRow>();
  #morePeople = false;
  #morePolicies = false;

  constructor(
    private readonly session: Session,
    private readonly boundary: ErrorBoundary,
    private readonly question: TargetQuestion,
    private readonly signal: AbortSignal,
  ) {}

  get hasMore(): boolean {
    return this.#morePeople || this.#morePolicies;
  }

  all(): readonly TargetRow[] {
    return [...this.#rows.values()].sort(
      (a, b) => a.rank - b.rank || a.target.name.localeCompare(b.target.name),
    );
  }

  /** Those who are on call, and the first of all others. */
  async begin(): Promise<void> {
    const { provider } = this.session;
    const { policies, onCallFor } = this.question;
    const options = { signal: this.signal };
    const [onCalls, people, found] = await Promise.all([
      onCallFor.length > 0
        ? provider.onCalls({ policies: [...new Set(onCallFor)] }, options).catch((error: unknown) => {
            // Without the marks the list still serves.
            if (!this.signal.aborted) this.boundary.log('Reading who is on call', error);
            return [];
          })
        : [],
      provider.findPeople('', options),
      policies ? provider.findPolicies('', options) : null,
    ]);
    const duty = new Map<string, OnCall[]>();
    for (const onCall of onCalls) {
      duty.set(onCall.person.id, [...(duty.get(onCall.person.id) ?? []), onCall]);
    }
    for (const turns of duty.values()) this.#addPerson(turns[0]!.person, turns);
    for (const person of people.found) this.#addPerson(person, []);
    for (const policy of found?.found ?? []) this.#addPolicy(policy);
    this.#morePeople = people.more;
    this.#morePolicies = found?.more ?? false;
  }

  async search(text: string): Promise<void> {
    const { provider } = this.session;
    const options = { signal: this.signal };
    const [people, policies] = await Promise.all([
      this.#morePeople ? provider.findPeople(text, options) : null,
      this.#morePolicies ? provider.findPolicies(text, options) : null,
    ]);
    for (const person of people?.found ?? []) this.#addPerson(person, []);
    for (const policy of policies?.found ?? []) this.#addPolicy(policy);
  }

  #addPerson(person: Responder, turns: readonly OnCall[]): void {
    const { id, name, email } = person;
    const you = id === this.session.account.person?.id;
    this.#add({
      label: withoutIcons(you ? vscode.l10n.t('{0} (you)', name) : name),
      description: withoutIcons(turns.map(dutyWords).join(' · ')),
      ...(email ? { detail: withoutIcons(email) } : {}),
      target: { type: 'user', id, name },
      rank: Math.min(otherRank, ...turns.map(({ level }) => level)),
    });
  }

  #addPolicy({ id, name }: Reference): void {
    this.#add({
      label: withoutIcons(name),
      description: vscode.l10n.t('whoever is on call for it'),
      target: { type: 'policy', id, name },
      rank: policyRank,
    });
  }

  #add(row: TargetRow): void {
    const key = `${row.target.type} ${row.target.id}`;
    if (!this.#rows.has(key)) this.#rows.set(key, row);
  }
}

function dutyWords({ level, policy, until }: OnCall): string {
  return until
    ? vscode.l10n.t('on call now: {0}, level {1}, until {2}', policy.name, level, zonedTime(until))
    : vscode.l10n.t('on call now: {0}, level {1}', policy.name, level);
}
