import { t } from '@vscode/l10n';
import { numberText } from '../numberText.ts';
import { kindMarks, type MarkedKind } from './kindMarks.ts';
import type { LocalZone } from './localZone.ts';
import { timeInFront } from './when.ts';

/** What a person typed, taken apart; `at` is ms since the epoch, `reason` a whole sentence. */
export type EntryText =
  | {
      readonly ok: true;
      readonly at: number;
      /** Whether a time was written; without one it happened now. */
      readonly timed: boolean;
      readonly kind: MarkedKind;
      readonly text: string;
    }
  | { readonly ok: false; readonly reason: string };

/** Longer ones are refused: the whole of a log is a file beside the journal. */
export const longestEntry = 20_000;

/** The words that may stand behind a mark; `>` is “action” in many teams, which is what somebody did. */
const spelled: Readonly<Record<Exclude<MarkedKind, 'note'>, RegExp>> = {
  decision: /^(?:decision|decided)\b\s*:?\s*/i,
  hypothesis: /^hypothesis\b\s*:?\s*/i,
  observation: /^(?:observation|observed)\b\s*:?\s*/i,
  activity: /^(?:activity|action)\b\s*:?\s*/i,
  impact: /^impact\b\s*:?\s*/i,
  action: /^(?:action item|action|todo)\b\s*:?\s*/i,
};

/**
 * A time in front (see timeInFront), and a mark for the kind (see kindMarks) before or after it: `10:15 !rolled back`,
 * `! 10:15 rolled back`, `!decision roll back`. A mark before a number (`#4312`) or another mark (`!=`) is text, and so
 * is everything behind a backslash.
 */
export function parseEntryText(input: string, now: number, zone: LocalZone): EntryText {
  const typed = input.trim();
  if (typed.length > longestEntry) {
    return {
      ok: false,
      reason: t('That is longer than {0} characters. Attach it as a file instead.', numberText(longestEntry)),
    };
  }
  const first = markIn(typed);
  if (first) {
    const timed = timeInFront(first.rest, now, zone);
    if (timed.ok && timed.timed) return withKind(first.kind, timed);
    if (first.rest !== '' && !timed.ok) return timed;
    if (!/^\d/.test(typed.slice(1))) {
      return withKind(first.kind, { at: now, timed: false, text: first.rest });
    }
  }
  const timed = timeInFront(typed, now, zone);
  if (!timed.ok) return timed;
  const second = timed.timed ? markIn(timed.text) : null;
  if (second && !/^\d/.test(timed.text.slice(1)))
    return withKind(second.kind, { ...timed, text: second.rest });
  return { ...timed, kind: 'note', text: timed.text.replace(/^\\(?=[!?=>#+\d])/, '') };
}

/** The mark that the text begins with, and what stands behind it; null where it begins with none. */
function markIn(text: string): { readonly kind: Exclude<MarkedKind, 'note'>; readonly rest: string } | null {
  const kind = Object.hasOwn(kindMarks, text[0] ?? '') ? kindMarks[text[0]!] : undefined;
  if (!kind || Object.hasOwn(kindMarks, text[1] ?? '')) return null;
  return { kind, rest: text.slice(1).trim().replace(spelled[kind], '') };
}

function withKind(
  kind: MarkedKind,
  { at, timed, text }: { readonly at: number; readonly timed: boolean; readonly text: string },
): EntryText {
  const bare = kind === 'note' ? text : text.replace(spelled[kind], '');
  if (bare !== '') return { ok: true, at, timed, kind, text: bare };
  return { ok: false, reason: t('A mark alone says nothing: type what it is about after it.') };
}
