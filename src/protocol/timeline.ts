import { type KindGroup, kindGroups } from '../core/timeline/panel/kindGroups.ts';
import type { EntryFilter, TimelineNews, VersionView } from '../core/timeline/panel/panelView.ts';
import { type Answer, flag, id, listOf, oneOf, parse, type Shapes, textUpTo, token } from './messages.ts';

/** A file that goes with what is being written. */
export interface PendingView {
  readonly number: number;
  readonly name: string;
  readonly bytes: number;
}

/** To the timeline of one incident. */
export type ToTimeline =
  | TimelineNews
  /** All that go with what is being written. */
  | { readonly type: 'pending'; readonly pending: readonly PendingView[] }
  | { readonly type: 'history'; readonly entry: string; readonly versions: readonly VersionView[] }
  /** `content` is Base64. */
  | {
      readonly type: 'picture';
      readonly entry: string;
      readonly attachment: number;
      readonly mediaType: string;
      readonly content: string;
    }
  /** The person wants to write, and may have begun elsewhere; null where not. */
  | { readonly type: 'compose'; readonly text: string | null }
  /** What was taken, and is not as it should be all the same. */
  | { readonly type: 'notice'; readonly text: string }
  /** It stands in the timeline by now, and the page that gave it heard no answer. */
  | { readonly type: 'written'; readonly text: string }
  /** The same of an edit; null is what was not given. */
  | {
      readonly type: 'edited';
      readonly entry: string;
      readonly text: string | null;
      readonly time: string | null;
    }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

export const entryActions = [
  'retract',
  'restore',
  'markKey',
  'unmarkKey',
  'history',
  'showOutput',
  'openRunbook',
  'copy',
  'send',
] as const;
export type EntryAction = (typeof entryActions)[number];

/** UTF-16 units; more is refused by whoever takes it, with a sentence. */
const longestText = 100_000;
/** Of 10 MB in Base64, and what is too large for it, so that it can be said. The page sends nothing that is. */
const longestContent = 20_000_000;
export const mostPending = 10;
const mostRows = 1_000;

/**
 * From it. `entry` is an entry’s id, `link` and `attachment` count inside it. What is text becomes the text or the time
 * of an entry, is looked for, or names a file; it is never a command, an address or a path.
 */
export type FromTimeline =
  | { readonly type: 'ready' }
  | { readonly type: 'show'; readonly from: number; readonly count: number }
  | ({ readonly type: 'filter'; readonly id: number } & EntryFilter)
  /** What stands in the box, with the files of these numbers. */
  | {
      readonly type: 'write';
      readonly id: number;
      readonly text: string;
      readonly pending: readonly number[];
    }
  | { readonly type: 'attach'; readonly id: number; readonly name: string; readonly content: string }
  | { readonly type: 'chooseFile'; readonly id: number }
  | { readonly type: 'detach'; readonly id: number; readonly pending: number }
  | { readonly type: 'act'; readonly id: number; readonly entry: string; readonly action: EntryAction }
  | { readonly type: 'editText'; readonly id: number; readonly entry: string; readonly text: string }
  | { readonly type: 'editTime'; readonly id: number; readonly entry: string; readonly time: string }
  | { readonly type: 'openLink'; readonly id: number; readonly entry: string; readonly link: number }
  | {
      readonly type: 'openAttachment';
      readonly id: number;
      readonly entry: string;
      readonly attachment: number;
    }
  | { readonly type: 'picture'; readonly id: number; readonly entry: string; readonly attachment: number };

const group = oneOf(kindGroups satisfies readonly KindGroup[]);

const shapes: Shapes<FromTimeline> = {
  ready: {},
  show: { from: id, count: value => id(value) && (value as number) <= mostRows },
  filter: {
    ...{ id, groups: listOf(group, kindGroups.length), people: listOf(id, mostRows) },
    ...{ keyOnly: flag, retracted: flag, search: textUpTo(200) },
  },
  write: { id, text: textUpTo(longestText), pending: listOf(id, mostPending) },
  attach: { id, name: textUpTo(300), content: textUpTo(longestContent) },
  chooseFile: { id },
  detach: { id, pending: id },
  act: { id, entry: token, action: oneOf(entryActions) },
  editText: { id, entry: token, text: textUpTo(longestText) },
  editTime: { id, entry: token, time: textUpTo(100) },
  openLink: { id, entry: token, link: id },
  openAttachment: { id, entry: token, attachment: id },
  picture: { id, entry: token, attachment: id },
};

/** A message of a timeline’s screen, or null for anything that is not exactly one of them. */
export function parseFromTimeline(value: unknown): FromTimeline | null {
  return parse<FromTimeline>(value, shapes);
}
