import { utc } from '../../../clock.ts';
import type { Alert, RunbookLink } from '../../incident.ts';
import { idOf, lineOf, objectOf, objectsOf, oneLine, plainText, timeOf, type WireObject } from '../wire.ts';

type Detail = Alert['details'][number];
type Link = Alert['links'][number];

/** An alert of `GET /incidents/{id}/alerts`; null where even the id is missing. */
export function alertOf(wire: unknown): Alert | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const body = objectOf(fields['body']) ?? {};
  // Undocumented, and often the only place where an Events API v2 integration leaves its data.
  const cef = objectOf(body['cef_details']) ?? {};
  return {
    id,
    title: lineOf(fields['summary']) ?? lineOf(cef['description']) ?? 'Untitled alert',
    status: lineOf(fields['status']) ?? 'triggered',
    severity: lineOf(fields['severity']) ?? lineOf(cef['severity']),
    createdAt: timeOf(fields['created_at']) ?? utc(0),
    details: detailsOf(body, cef),
    links: linksOf(body, cef),
    runbook: runbookOf(body, cef),
    alertName: alertNameOf(body['details']) ?? alertNameOf(cef['details']),
  };
}

/** What `details` says, then what only `cef_details` says. A name that both have counts once. */
function detailsOf(body: WireObject, cef: WireObject): readonly Detail[] {
  const { details, contexts: _links, client_url: _source, ...rest } = cef;
  const byName = new Map<string, Detail>();
  for (const detail of [...pairsOf(body['details']), ...pairsOf(details), ...pairsOf(rest)]) {
    if (!byName.has(detail.name)) byName.set(detail.name, detail);
  }
  return [...byName.values()];
}

/** `details` is an object, or a text, or whatever a tool sent. */
function pairsOf(details: unknown): readonly Detail[] {
  const fields = objectOf(details) ?? { details };
  return Object.entries(fields)
    .map(([name, value]) => ({ name: oneLine(name), value: textOf(value) }))
    .filter(({ value }) => value !== '');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return plainText(value);
  try {
    return plainText(JSON.stringify(value));
  } catch {
    // JSON can be nested deeper than it can be written again.
    return '(nested too deeply to show)';
  }
}

interface ContextLink extends Link {
  readonly path: string;
}

function contextLinksOf(holder: WireObject, path: string): readonly ContextLink[] {
  return objectsOf(holder['contexts']).flatMap(({ href, text }, index) => {
    const address = lineOf(href);
    return address
      ? [{ href: address, text: lineOf(text) ?? address, path: `${path}contexts[${index}]` }]
      : [];
  });
}

function linksOf(body: WireObject, cef: WireObject): readonly Link[] {
  const source = lineOf(cef['client_url']);
  const links: readonly Link[] = [
    ...contextLinksOf(body, ''),
    ...contextLinksOf(cef, 'cef_details.'),
    ...(source ? [{ href: source, text: lineOf(cef['client']) ?? 'Source' }] : []),
  ];
  const byHref = new Map<string, Link>();
  for (const { href, text } of links) if (!byHref.has(href)) byHref.set(href, { href, text });
  return [...byHref.values()];
}

/** The first of the places where monitoring tools put it, from the surest to the least sure. */
function runbookOf(body: WireObject, cef: WireObject): RunbookLink | null {
  return (
    inContexts(body, '') ??
    inFields(body['details'], 'details') ??
    inContexts(cef, 'cef_details.') ??
    inFields(cef['details'], 'cef_details.details') ??
    inFields(cef, 'cef_details') ??
    inFiring(body['details'], 'details') ??
    inFiring(cef['details'], 'cef_details.details')
  );
}

function inContexts(holder: WireObject, path: string): RunbookLink | null {
  const link = contextLinksOf(holder, path).find(({ text }) => /(run|play)[\s_-]*book/i.test(text));
  return link ? { href: link.href, foundIn: link.path } : null;
}

/** `runbook_url`, then `runbook`; `Runbook URL` and `runbookUrl` are the same to whoever wrote them. */
function inFields(fields: unknown, path: string): RunbookLink | null {
  for (const wanted of ['runbookurl', 'runbook']) {
    for (const [name, value] of Object.entries(objectOf(fields) ?? {})) {
      const href = plainName(name) === wanted ? hrefOf(value) : null;
      if (href) return { href, foundIn: `${path}.${oneLine(name)}` };
    }
  }
  return null;
}

/** Alertmanager: a text with a line ` - runbook_url = …` for each alert (older), or a list of alerts (newer). */
function inFiring(details: unknown, path: string): RunbookLink | null {
  const firing = firingOf(details);
  if (typeof firing === 'string') {
    const href = hrefOf(lineInFiring(firing, 'runbook_url') ?? lineInFiring(firing, 'runbook'));
    return href ? { href, foundIn: `${path}.firing` } : null;
  }
  for (const [index, { annotations, labels }] of firing.entries()) {
    const at = `${path}.firing[${index}]`;
    const found = inFields(annotations, `${at}.annotations`) ?? inFields(labels, `${at}.labels`);
    if (found) return found;
  }
  return null;
}

/** The text of an older Alertmanager, or the alerts of a newer one, which may be JSON inside a text. */
function firingOf(details: unknown): string | readonly WireObject[] {
  const firing = objectOf(details)?.['firing'];
  if (typeof firing !== 'string') return objectsOf(firing);
  if (!firing.trimStart().startsWith('[')) return firing;
  try {
    return objectsOf(JSON.parse(firing));
  } catch {
    return firing;
  }
}

function lineInFiring(firing: string, name: string): string | null {
  return new RegExp(`^[ \\t]*-[ \\t]*${name}[ \\t]*=(.*)$`, 'im').exec(firing)?.[1] ?? null;
}

/** `alertname` is what Prometheus calls it. */
function alertNameOf(details: unknown): string | null {
  const fields = objectOf(details) ?? {};
  const firing = firingOf(details);
  const labelled = [fields, fields['labels'], fields['commonLabels']];
  if (typeof firing === 'string') return nameIn(labelled) ?? lineOf(lineInFiring(firing, 'alertname'));
  return nameIn([...labelled, ...firing.map(({ labels }) => labels)]);
}

function nameIn(holders: readonly unknown[]): string | null {
  for (const holder of holders) {
    const entry = Object.entries(objectOf(holder) ?? {}).find(([name]) => plainName(name) === 'alertname');
    const name = lineOf(entry?.[1]);
    if (name) return name;
  }
  return null;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** A URL or a path; prose (“call Bob”) and placeholders (“n/a”) are neither. */
function hrefOf(value: unknown): string | null {
  const text = typeof value === 'string' ? plainText(value) : '';
  if (text.length > 2048) return null;
  const isAddress = /^\S+$/.test(text) || /^[^\n]+\.(md|markdown)(#\S*)?$/i.test(text);
  return isAddress && /[/.#]/.test(text) && !/^n\/?a$/i.test(text) ? text : null;
}
