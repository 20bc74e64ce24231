import type { RunbookView } from '../protocol.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';

/** Which incident, which runbook, why this one, and where its blocks run. */
export class RunbookHeader {
  /** Stays at the top of the screen. */
  readonly incident = element('div', { class: 'incident' });
  readonly body = element('header');
  readonly #title = element('h1');
  readonly #reason = element('p', { class: 'reason' });
  readonly #target = element('dl', { class: 'target' });
  readonly #notRunnable = element('p', { class: 'notice', role: 'status' });
  readonly #problems = element('details', { class: 'notice problems' });

  constructor(openSource: () => void) {
    const source = element(
      'button',
      { type: 'button', class: 'quiet' },
      icon('source'),
      element('span', {}, 'Open file'),
    );
    source.addEventListener('click', openSource);
    const heading = element('div', { class: 'title' }, this.#title, source);
    this.body.append(heading, this.#reason, this.#target, this.#notRunnable, this.#problems);
  }

  show(view: RunbookView): void {
    this.#showIncident(view.incident);
    setText(this.#title, view.title);
    this.#reason.replaceChildren(icon('info'), element('span', {}, view.reason));
    this.#reason.hidden = view.reason === '';
    this.#target.replaceChildren(...field('Runs in', view.cwd), ...field('Shell', view.shell));
    const words = [icon('warning'), element('span', {}, view.notRunnable ?? '')];
    if (this.#notRunnable.textContent !== view.notRunnable) this.#notRunnable.replaceChildren(...words);
    this.#notRunnable.hidden = view.notRunnable === null;
    this.#showProblems(view.problems);
  }

  #showIncident(incident: RunbookView['incident']): void {
    this.incident.hidden = incident === null;
    if (!incident) return;
    const drill = element('strong', { class: 'drill', title: 'A drill: nothing here is real' }, 'DRILL');
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
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const items = problems.map(problem => element('li', {}, problem));
    this.#problems.replaceChildren(
      element('summary', {}, icon('warning'), `${count} in this runbook`),
      element('ul', {}, ...items),
    );
  }
}

function field(name: string, value: string): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, element('code', {}, value))];
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
