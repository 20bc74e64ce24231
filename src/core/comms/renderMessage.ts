import Mustache from 'mustache';
import type { Language } from '../postmortem/languages/language.ts';
import { durationText } from '../timeline/durationText.ts';
import { dayAndTime, timeOn } from '../utcWords.ts';
import type { FieldName, MessageFacts, MessagePurpose, RenderedMessage } from './message.ts';
import { neutralAddress, neutralValue } from './neutralText.ts';
import { namedFields, type OwnTemplate } from './ownTemplate.ts';
import { statusWords } from './statusWords.ts';
import { messageWords } from './templates/index.ts';

/** More would bury what is new. */
const mostProgress = 10;

/** Text that is neutral already. */
class Neutral {
  constructor(readonly text: string) {}
}

/** `{{{ }}}` would put a value there as it is; it is escaped like any other. */
class EscapingWriter extends Mustache.Writer {
  override unescapedValue(token: string[], context: Mustache.Context): string {
    const value: unknown = context.lookup(token[1]!);
    return value == null ? '' : escape(value);
  }
}

/**
 * The message about an incident, in the built-in words or in the team’s own. Values are text and nothing else,
 * whatever they hold. Throws NotPossibleError where the team’s own text cannot be used.
 */
export function renderMessage(
  purpose: MessagePurpose,
  language: Language,
  facts: MessageFacts,
  ownTemplate?: OwnTemplate,
): RenderedMessage {
  const words = messageWords[language];
  const template = ownTemplate ?? { name: `${purpose} (${language})`, text: words.texts[purpose] };
  const named = namedFields(template);
  const view = viewOf(facts, language);
  const text = new EscapingWriter().render(template.text, view, undefined, { escape });
  return { text: text.trimEnd(), missing: named.filter(name => isMissing(facts, name)) };
}

/** The lines that are said. */
export function latestProgress(progress: MessageFacts['progress']): MessageFacts['progress'] {
  return progress.slice(-mostProgress);
}

function viewOf(facts: MessageFacts, language: Language): Readonly<Record<FieldName | 'unknown', unknown>> {
  const words = messageWords[language];
  const { unknown } = words;
  const said = (value: string | null) => blank(value) ?? unknown;
  const bridge = blank(facts.bridge);
  const status = blank(facts.status);
  return {
    title: said(facts.title),
    severity: said(facts.severity),
    status: status === null ? unknown : statusWords(status, language),
    start: facts.start === null ? unknown : dayAndTime(facts.start),
    impact: said(facts.impact),
    scope: said(facts.scope),
    team: said(facts.team),
    channel: said(facts.channel),
    bridge: bridge === null ? unknown : new Neutral(neutralAddress(bridge)),
    duration:
      facts.durationMs === null ? unknown : words.duration(durationText(Math.max(0, facts.durationMs))),
    progress: latestProgress(facts.progress).map(({ at, text }) => ({ at: timeOn(at, facts.start), text })),
    nextSteps: said(facts.nextSteps),
    nextUpdate: facts.nextUpdate === null ? unknown : dayAndTime(facts.nextUpdate),
    unknown,
  };
}

function isMissing(facts: MessageFacts, name: FieldName): boolean {
  if (name === 'progress') return facts.progress.length === 0;
  if (name === 'duration') return facts.durationMs === null;
  return blank(facts[name]) === null;
}

/** An empty text says nothing. */
function blank(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value;
}

function escape(value: unknown): string {
  return value instanceof Neutral ? value.text : neutralValue(String(value));
}
