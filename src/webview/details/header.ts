import { t } from '@vscode/l10n';
import type {
  BridgeView,
  ChosenRunbookView,
  HeaderView,
  LinkView,
  PartName,
  PartStatus,
} from '../../core/incidents/details/detailsView.ts';
import type { DetailsAction } from '../../core/incidents/details/detailsActions.ts';
import type { IncidentStatus } from '../../core/incidents/incident.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { changePlaces } from '../rest.ts';
import { ActionBar } from './actionBar.ts';
import { button, type Child, copyableText, copyButton, linkText, timeText, unseen } from './pieces.ts';
import { morph } from './section.ts';

const statusWords: { readonly [S in IncidentStatus]: readonly [IconName, string] } = {
  triggered: ['warning', t('Triggered')],
  acknowledged: ['eye', t('Acknowledged')],
  resolved: ['ok', t('Resolved')],
};
const severityIcons = { P1: 'critical', P2: 'warning', P3: 'info', P4: 'dot' } as const;

/** Parts that are shown among the facts rather than in a section of their own. */
type FactPart = 'runbook' | 'bridge';

/** What the incident is, who has it, and what can be done: the top of the screen. */
export class Header {
  /** Stays in sight. */
  readonly bar = element('div', { class: 'bar' });
  readonly body = element('header');
  readonly #marks = element('div', { class: 'marks' });
  readonly #notice = element('p', { class: 'notice', role: 'status' });
  readonly #title = element('h1');
  readonly #facts = element('dl', { class: 'facts' });
  readonly #actions: ActionBar;
  #view: HeaderView | null = null;
  #parts: readonly PartName[] = [];
  #runbook: ChosenRunbookView | null | undefined;
  #bridge: BridgeView | null | undefined;
  readonly #statuses = new Map<PartName, PartStatus>();

  constructor(act: (action: DetailsAction) => void) {
    this.#actions = new ActionBar(act);
    this.bar.append(this.#marks, this.#actions.body);
    this.#notice.hidden = true;
    const refresh = button('refresh', t('Read again'), { refresh: '' });
    this.body.append(this.#notice, element('div', { class: 'title' }, this.#title, refresh), this.#facts);
  }

  show(view: HeaderView, parts: readonly PartName[]): void {
    this.#view = view;
    this.#parts = parts;
    if (this.#notice.textContent !== (view.notice ?? ''))
      this.#notice.replaceChildren(icon('warning'), element('span', {}, view.notice ?? ''));
    this.#notice.hidden = view.notice === null;
    morph(this.#title, [view.title.text, ' ', copyButton(view.title.copy, t('title'))]);
    changePlaces(this.bar, () => {
      morph(this.#marks, marksOf(view));
      this.#actions.show(view);
    });
    this.#drawFacts();
  }

  showRunbook(runbook: ChosenRunbookView | null): void {
    this.#runbook = runbook;
    this.#drawFacts();
  }

  showBridge(bridge: BridgeView | null): void {
    this.#bridge = bridge;
    this.#drawFacts();
  }

  showStatus(part: FactPart, status: PartStatus): void {
    this.#statuses.set(part, status);
    this.#drawFacts();
  }

  #drawFacts(): void {
    const view = this.#view;
    if (!view) return;
    const until = view.acknowledgedUntil;
    const rows: readonly (readonly [name: string, value: Child | null, wide?: true])[] = [
      [t('Service'), view.service ?? quiet(t('no service'))],
      [view.owners.length === 1 ? t('Owner') : t('Owners'), joined(view.owners)],
      [t('Assigned to'), people(view.assignees, t('nobody'))],
      [t('Acknowledged by'), view.acknowledgers.length > 0 ? people(view.acknowledgers, '') : null],
      [
        t('Acknowledged until'),
        until === null ? null : span(timeText(until, 'moment'), ' · ', timeText(until, 'since')),
      ],
      [t('Urgency'), view.urgency === 'high' ? t('high') : t('low')],
      [t('Priority'), view.priority ?? quiet(t('not set'))],
      [t('Escalation policy'), view.escalationPolicy],
      [view.teams.length === 1 ? t('Team') : t('Teams'), joined(view.teams)],
      [t('Created'), span(timeText(view.createdAt, 'moment'))],
      [t('Updated'), view.updatedAt === null ? null : span(timeText(view.updatedAt, 'moment'))],
      [t('Resolved'), view.resolvedAt === null ? null : span(timeText(view.resolvedAt, 'moment'))],
      ...view.response.map(({ name, value }) => [name, value] as const),
      [t('Account'), view.account],
      [t('ID'), copyableText(view.id, t('ID'))],
      [t('Runbook'), this.#runbookFact(), true],
      [t('Dashboards'), links(view.dashboards), true],
      [t('Chat'), view.chat],
      [t('Bridge'), this.#bridgeFact(), true],
      [t('Link'), view.link && linkText(view.link, t('link')), true],
    ];
    const drawn = rows.flatMap(([name, value, wide]) => {
      if (value === null) return [];
      return [
        element('div', wide ? { class: 'wide' } : {}, element('dt', {}, name), element('dd', {}, value)),
      ];
    });
    morph(this.#facts, drawn);
  }

  #runbookFact(): Child | null {
    const trouble = this.#troubleOf('runbook', t('Runbook'));
    if (this.#runbook === undefined) return trouble ?? quiet(t('Reading…'));
    const words = this.#runbook
      ? span(element('strong', {}, this.#runbook.title), ' ', quiet(this.#runbook.reason))
      : quiet(t('none says that it is for this incident'));
    return trouble ? span(words, trouble) : words;
  }

  #bridgeFact(): Child | null {
    if (!this.#parts.includes('bridge')) return null;
    const trouble = this.#troubleOf('bridge', t('Bridge'));
    if (this.#bridge === undefined) return trouble ?? quiet(t('Reading…'));
    if (this.#bridge === null) return trouble ?? quiet(t('none'));
    const { link, phone } = this.#bridge;
    const line = span(
      ...(link ? [linkText(link, t('address of the bridge'))] : []),
      ...(phone ? [copyableText(phone, t('phone number of the bridge'))] : []),
    );
    line.classList.add('bridge');
    return trouble ? span(line, trouble) : line;
  }

  #troubleOf(part: FactPart, title: string): HTMLElement | null {
    const status = this.#statuses.get(part);
    if (status?.state === 'notInPlan') return quiet(t('Not in your plan'));
    if (status?.state !== 'failed') return null;
    const retry = button('refresh', t('Retry'), { retry: part }, 'secondary');
    retry.setAttribute('aria-label', t('Retry {0}', title));
    return element(
      'span',
      { class: 'notice', role: 'alert' },
      icon('warning'),
      element('span', {}, status.error),
      retry,
    );
  }
}

function marksOf({
  severity,
  urgency,
  status,
  drill,
  number,
  createdAt,
  resolvedAt,
}: HeaderView): readonly Child[] {
  const [drawn, words] = statusWords[status];
  const grave = severity ?? (urgency === 'high' ? 'P2' : 'P4');
  const howBad = severity ?? (urgency === 'high' ? t('High') : t('Low'));
  const age = resolvedAt === null ? timeText(createdAt, 'since') : timeText(resolvedAt, 'since');
  return [
    ...(drill
      ? [element('strong', { class: 'drill', title: t('A drill: nothing here is real') }, t('DRILL'))]
      : []),
    element(
      'span',
      { class: `mark ${grave}` },
      icon(severityIcons[grave]),
      unseen(`${severity ? t('Severity') : t('Urgency')} `),
      howBad,
    ),
    element('span', { class: `mark ${status}` }, icon(drawn), words),
    ...(number ? [copyableText(number, t('number'))] : []),
    element('span', { class: 'age' }, unseen(`${resolvedAt === null ? t('Created') : t('Resolved')} `), age),
  ];
}

function people(names: readonly string[], nobody: string): Child {
  return names.length === 0 ? quiet(nobody) : names.join(', ');
}

/** Null for none. */
function joined(names: readonly string[]): Child | null {
  return names.length > 0 ? names.join(', ') : null;
}

function links(those: readonly LinkView[]): Child | null {
  return those.length > 0 ? span(...those.map(link => linkText(link))) : null;
}

function quiet(words: string): HTMLElement {
  return element('span', { class: 'quiet-words' }, words);
}

function span(...children: readonly Child[]): HTMLElement {
  return element('span', {}, ...children);
}
