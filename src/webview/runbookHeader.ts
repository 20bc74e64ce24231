import { t } from '@vscode/l10n';
import type { RunbookView, TargetView } from '../protocol/runbook.ts';
import { button, setText } from './buttons.ts';
import { element, filled } from './dom.ts';
import { icon } from './icons.ts';

/** Which incident, which runbook, why this one, and where its blocks run. */
export class RunbookHeader {
  /** Stays at the top of the screen. */
  readonly incident = element('div', { class: 'incident' });
  readonly body = element('header');
  readonly #title = element('h1');
  readonly #reason = element('p', { class: 'reason' });
  readonly #remote = element('p', { class: 'notice remote' });
  readonly #target = element('dl', { class: 'target' });
  readonly #actsOn = element('p', { class: 'acts-on', role: 'status' });
  readonly #notRunnable = element('p', { class: 'notice', role: 'status' });
  readonly #problems = element('details', { class: 'notice problems' });

  constructor(openSource: () => void, chooseAnother: () => void) {
    this.#remote.hidden = true;
    const buttons = element(
      'div',
      { class: 'buttons' },
      button('book', t('Another runbook…'), chooseAnother),
      button('source', t('Open file'), openSource),
    );
    const heading = element('div', { class: 'title' }, this.#title, buttons);
    this.body.append(
      ...[heading, this.#reason, this.#remote, this.#target, this.#actsOn, this.#notRunnable, this.#problems],
    );
  }

  show(view: RunbookView): void {
    this.#showIncident(view.incident);
    setText(this.#title, view.title);
    this.#reason.replaceChildren(icon('info'), element('span', {}, view.reason));
    this.#reason.hidden = view.reason === '';
    this.#showRemote(view.remote);
    const runWith = view.runWith.length > 0 ? field(t('Run with'), view.runWith.join(', ')) : [];
    this.#target.replaceChildren(...field(t('Runs in'), view.cwd), ...runWith);
    const words = [icon('warning'), element('span', {}, view.notRunnable ?? '')];
    if (this.#notRunnable.textContent !== view.notRunnable) this.#notRunnable.replaceChildren(...words);
    this.#notRunnable.hidden = view.notRunnable === null;
    this.#showProblems(view.problems);
  }

  /** What the blocks act on, and which environment that is. */
  showTarget({ parts, environment, production }: TargetView): void {
    const words = t('Acts on {0}', parts.map(({ name, value }) => `${name} ${value}`).join(', '));
    const name =
      environment ?? (production ? t('target not known: as production') : t('no named environment'));
    if (this.#actsOn.dataset['said'] === words + name) return;
    this.#actsOn.dataset['said'] = words + name;
    this.#actsOn.classList.toggle('production', production);
    this.#actsOn.replaceChildren(
      icon(production ? 'critical' : 'info'),
      element('strong', {}, name),
      element('span', {}, words),
    );
  }

  #showRemote(host: string | null): void {
    this.#remote.hidden = host === null;
    if (host === null) return;
    const words = filled(t('Fetched from {0}; each block asks before it runs.'), element('strong', {}, host));
    this.#remote.replaceChildren(icon('globe'), element('span', {}, ...words));
  }

  #showIncident(incident: RunbookView['incident']): void {
    this.incident.hidden = incident === null;
    if (!incident) return;
    const drill = element(
      'strong',
      { class: 'drill', title: t('A drill: nothing here is real') },
      t('DRILL'),
    );
    this.incident.replaceChildren(
      ...(incident.drill ? [drill] : []),
      element('span', { class: 'label' }, incident.label),
      element('span', { class: 'words', title: incident.title }, incident.title),
      element('span', { class: 'status' }, incident.status),
    );
  }

  #showProblems(problems: readonly string[]): void {
    this.#problems.hidden = problems.length === 0;
    if (this.#problems.querySelectorAll('li').length !== problems.length)
      this.#problems.open = problems.length === 1;
    const count =
      problems.length === 1
        ? t('1 problem in this runbook')
        : t('{0} problems in this runbook', problems.length);
    const items = problems.map(problem => element('li', {}, problem));
    this.#problems.replaceChildren(
      element('summary', {}, icon('warning'), count),
      element('ul', {}, ...items),
    );
  }
}

function field(name: string, value: string): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, element('code', {}, value))];
}
