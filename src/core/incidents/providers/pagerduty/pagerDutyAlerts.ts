import { t } from '@vscode/l10n';
import { utc } from '../../../clock.ts';
import type { Alert, RunbookLink } from '../../incident.ts';
import { firingOf, firingPairs } from '../firing.ts';
import {
  idOf,
  lineOf,
  linkOf,
  objectOf,
  objectsOf,
  oneLine,
  plainText,
  textOf,
  timeOf,
  type WireObject,
} from '../wire.ts';

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
    title: lineOf(fields['summary']) ?? lineOf(cef['description']) ?? t('Untitled alert'),
    status: lineOf(fields['status']) ?? 'triggered',
    severity: lineOf(fields['severity']) ?? lineOf(cef['severity']),
    createdAt: timeOf(fields['created_at']) ?? utc(0),
    details: detailsOf(body, cef),
    links: linksOf(body, cef),
    runbook: runbookOf(body, cef),
    alertName: alertNameOf(body['details']) ?? alertNameOf(cef['details']),
    labels: labelsOf([body['details'], cef['details']]),
  };
}

/** What `details` says, then what only `cef_details` says. A name that both have counts once. */
function detailsOf(body: WireObject, cef: WireObject): readonly Detail[] {
  const { details, contexts: _links, client_url: _source, ...rest } = cef;
  const byName = new Map<string, Detail>();
  const notLinks = [...referencesOf(body, ''), ...referencesOf(cef, 'cef_details.')].filter(isNoLink);
  for (const detail of [
    ...pairsOf(body['details']),
    ...pairsOf(details),
    ...pairsOf(rest),
    ...notLinks.map(({ text, address }) => ({ name: text, value: address })),
  ]) {
    if (!byName.has(detail.name)) byName.set(detail.name, detail);
  }
  return [...byName.values()];
}

/** Where Alertmanager puts all alerts of a group into one field. */
const groups: ReadonlySet<string> = new Set(['firing', 'resolved']);

/** `details` is an object, or a text, or whatever a tool sent. */
function pairsOf(details: unknown): readonly Detail[] {
  const fields = objectOf(details) ?? { details };
  return Object.entries(fields)
    .flatMap(([name, value]) => (groups.has(name) ? groupPairsOf(name, value) : [[name, value] as const]))
    .map(([name, value]) => ({ name: oneLine(name), value: textOf(value) }))
    .filter(({ value }) => value !== '');
}

function groupPairsOf(name: string, value: unknown): readonly (readonly [name: string, value: unknown])[] {
  const firing = firingOf(value);
  if (firing.alerts.length === 0) return [[name, value]];
  return [...firingPairs(firing), [name, firing.remainder]];
}

/** A link or an image beside the alert. */
interface ContextReference {
  /** As the alert gave it, on one line. */
  readonly address: string;
  readonly text: string;
  readonly isImage: boolean;
  readonly path: string;
}

/** An image leads to what it is a link to, and to itself otherwise. */
function referencesOf(holder: WireObject, path: string): readonly ContextReference[] {
  return objectsOf(holder['contexts']).flatMap(({ type, href, src, text, alt }, index) => {
    const isImage = type === 'image';
    const address = lineOf(href) ?? (isImage ? lineOf(src) : null);
    if (!address) return [];
    const said = lineOf(text) ?? lineOf(alt) ?? (isImage ? t('Image') : address);
    return [{ address, text: said, isImage, path: `${path}contexts[${index}]` }];
  });
}

/** What a browser should not be sent to is shown as text. */
function isNoLink({ address }: ContextReference): boolean {
  return linkOf(address) === null;
}

function linksOf(body: WireObject, cef: WireObject): readonly Link[] {
  const byHref = new Map<string, Link>();
  const source = { address: cef['client_url'], text: lineOf(cef['client']) ?? t('Source') };
  for (const { address, text } of [...referencesOf(body, ''), ...referencesOf(cef, ''), source]) {
    const href = linkOf(address);
    if (href && !byHref.has(href)) byHref.set(href, { href, text });
  }
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
  const link = referencesOf(holder, path).find(
    ({ text, isImage }) => !isImage && /(run|play)[\s_-]*book/i.test(text),
  );
  return link ? { href: link.address, foundIn: link.path } : null;
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

/** The alerts of Alertmanager’s group, in their order; a text of it has no path to the line. */
function inFiring(details: unknown, path: string): RunbookLink | null {
  const { alerts, isText } = firingOf(objectOf(details)?.['firing']);
  for (const [index, { annotations, labels }] of alerts.entries()) {
    const at = `${path}.firing[${index}]`;
    const found = inFields(annotations, `${at}.annotations`) ?? inFields(labels, `${at}.labels`);
    if (found) return isText ? { ...found, foundIn: `${path}.firing` } : found;
  }
  return null;
}

/** `alertname` is what Prometheus calls it. */
function alertNameOf(details: unknown): string | null {
  const fields = objectOf(details) ?? {};
  const { alerts } = firingOf(fields['firing']);
  return nameIn([fields, fields['labels'], fields['commonLabels'], ...alerts.map(({ labels }) => labels)]);
}

/** More are not labels but a document. */
const mostLabels = 200;

/** Prometheus’ labels, wherever the integration left them; else what is plain text by itself. The first of a name counts. */
function labelsOf(details: readonly unknown[]): Readonly<Record<string, string>> {
  const holders = details.map(objectOf).filter(fields => fields !== null);
  const labelled = holders.flatMap(fields => [
    fields['labels'],
    fields['commonLabels'],
    ...firingOf(fields['firing']).alerts.map(({ labels }) => labels),
  ]);
  const plain = holders.map(fields => Object.entries(fields).filter(([name]) => !groups.has(name)));
  for (const pairs of [labelled.map(held => Object.entries(objectOf(held) ?? {})), plain]) {
    const found = new Map<string, string>();
    for (const [name, value] of pairs.flat()) {
      const label = oneLine(name);
      const text = isPlain(value) ? oneLine(textOf(value)) : '';
      if (label !== '' && text !== '' && !found.has(label)) found.set(label, text);
    }
    if (found.size > 0) return Object.fromEntries([...found].slice(0, mostLabels));
  }
  return {};
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
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
