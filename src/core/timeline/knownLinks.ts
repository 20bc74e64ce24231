import { t } from '@vscode/l10n';
import type { Alert, Incident } from '../incidents/incident.ts';
import type { TitledLink } from './noteData.ts';

/** As many as a long night reads; the oldest is forgotten first. */
const mostKept = 2_000;

/** What addresses are called, as far as it was read here for another purpose: nobody is ever asked for a title. */
export class KnownLinks {
  readonly #titles = new Map<string, string>();

  learn(links: Iterable<TitledLink>): void {
    for (const { href, title } of links) {
      if (href === '' || title.trim() === '' || title === href) continue;
      this.#titles.delete(href);
      this.#titles.set(href, title);
      if (this.#titles.size > mostKept) this.#titles.delete(this.#titles.keys().next().value!);
    }
  }

  /** Null for one that nobody told of. A page is known by each of its headings. */
  titleOf(href: string): string | null {
    return this.#titles.get(href) ?? this.#titles.get(href.replace(/#.*$/s, '')) ?? null;
  }
}

/** What stands beside alerts: graphs, logs, and the runbook that each names. */
export function alertLinks(alerts: readonly Alert[]): readonly TitledLink[] {
  return alerts.flatMap(({ title, runbook, links }) => [
    ...(runbook ? [{ href: runbook.href, title: t('Runbook of “{0}”', title) }] : []),
    ...links.map(({ href, text }) => ({ href, title: text })),
  ]);
}

/** Where the responders of an incident talk. */
export function bridgeLink({ number, title }: Incident, href: string): TitledLink {
  return { href, title: t('Conference bridge of {0}', number === null ? t('“{0}”', title) : `#${number}`) };
}
