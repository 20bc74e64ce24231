import type { Fix } from '../../runbooks/lint/finding.ts';
import { type ActionItem, actionItemsIn, placeEdit } from '../actionItems.ts';
import { urgencyOf } from '../openItems.ts';
import type { PostMortemContext, PostMortemFinding } from './finding.ts';
import type { PostMortemText } from './postMortemText.ts';

const proposedDays = [7, 30];
const DAY_MS = 24 * 3_600_000;

/** Open items that nobody has, that have no day, or whose day is over. */
export function actionRules(
  { source }: PostMortemText,
  context: PostMortemContext,
): readonly PostMortemFinding[] {
  return actionItemsIn(source)
    .filter(({ done }) => !done)
    .flatMap(item => [...ownerFindings(item, context), ...dueFindings(item, context)]);
}

function ownerFindings(
  { owner, places, range }: ActionItem,
  { author, l10n }: PostMortemContext,
): readonly PostMortemFinding[] {
  if (owner !== null) return [];
  const fixes: Fix[] =
    places.owner && author !== null
      ? [
          {
            title: l10n.t('Make {0} the owner', author),
            edits: [placeEdit(places.owner, author.replace(/[\\`*_[\]<>|~]/g, '\\$&'))],
          },
        ]
      : [];
  const message = l10n.t('Nobody has this action item: what everybody owns is not done.');
  return [{ code: 'action-owner', severity: 'warning', message, range, fixes }];
}

function dueFindings(item: ActionItem, { today, l10n }: PostMortemContext): readonly PostMortemFinding[] {
  const { due, places, range } = item;
  if (due === null) {
    const place = places.due;
    const fixes = place
      ? proposedDays.map(days => {
          const day = daysAfter(today, days);
          return {
            title: l10n.t('Make it due in {0} days, on {1}', days, day),
            edits: [placeEdit(place, day)],
          };
        })
      : [];
    const message = l10n.t('This action item has no due date.');
    return [{ code: 'action-due', severity: 'warning', message, range, fixes }];
  }
  if (due.day === null) {
    const message = l10n.t(
      '“{0}” is no day that can be sorted: write it as {1}.',
      due.text,
      daysAfter(today, 7),
    );
    return [{ code: 'action-due', severity: 'information', message, range, fixes: [] }];
  }
  if (urgencyOf(item, today) !== 'overdue') return [];
  const days = Math.round((Date.parse(today) - Date.parse(due.day)) / DAY_MS);
  const message =
    days === 1
      ? l10n.t('This action item was due yesterday.')
      : l10n.t('This action item has been overdue for {0} days.', days);
  return [{ code: 'action-overdue', severity: 'warning', message, range, fixes: [] }];
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
