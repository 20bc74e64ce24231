import type { EntryKind, RunData, EntrySource } from '../entry.ts';
import type { KindGroup } from './kindGroups.ts';

/** What is shown of all entries. Empty lists choose nothing in particular: everything. */
export interface EntryFilter {
  readonly groups: readonly KindGroup[];
  /** Numbers of `PanelView.people`. */
  readonly people: readonly number[];
  readonly keyOnly: boolean;
  readonly retracted: boolean;
  /** Every word of it stands in the entry, somewhere. */
  readonly search: string;
}

export const everything: EntryFilter = {
  groups: [],
  people: [],
  keyOnly: false,
  retracted: false,
  search: '',
};

export interface PersonView {
  readonly number: number;
  readonly name: string;
  readonly count: number;
}

/** All but the entries. */
export interface PanelView {
  readonly incident: {
    /** `P1 #4312` */
    readonly label: string;
    readonly title: string;
    readonly status: string;
    readonly drill: boolean;
  };
  /** IANA name of the zone in which days begin and times are typed. */
  readonly zone: string;
  /** How far the incident’s clock is from this machine’s, ms: what is typed counts by the incident’s. */
  readonly clockOffsetMs: number;
  /** All that count. */
  readonly total: number;
  readonly keyEvents: number;
  readonly retracted: number;
  /** Lines of the journal that are no entries. */
  readonly unreadable: number;
  readonly groups: readonly { readonly group: KindGroup; readonly count: number }[];
  /** In the order in which they first came. */
  readonly people: readonly PersonView[];
  readonly filter: EntryFilter;
  /** Why nothing can be shown; null where it can. */
  readonly problem: string | null;
  /** Kept by the screen as it is, and handed back after a reload of the window. */
  readonly restore: { readonly incidentKey: string };
}

/** Words, or an address that is opened by its number in the entry. */
export type PieceView = string | { readonly link: number; readonly text: string; readonly address: string };

export interface AttachmentView {
  readonly name: string;
  readonly bytes: number;
  /** It can be shown: `picture` asks for it. */
  readonly picture: boolean;
}

export interface EntryRow {
  /** Of the first version. */
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly writtenAt: number;
  /** What the clock of its machine said, where that was off; null where it was right. */
  readonly machineAt: number | null;
  readonly kind: EntryKind;
  readonly pieces: readonly PieceView[];
  /** As it is edited: without what a picture or a title stands for. */
  readonly text: string;
  readonly author: string;
  /** By hand, or whose it is. */
  readonly source: EntrySource['type'];
  readonly key: boolean;
  readonly retracted: boolean;
  /** How many versions there were before. */
  readonly edits: number;
  readonly run: {
    readonly state: RunData['outcome'];
    /** Null where the block says nothing of what it should do. */
    readonly met: boolean | null;
    readonly command: string;
    readonly outputTail: string;
  } | null;
  readonly attachments: readonly AttachmentView[];
  /** “src/pool.ts, lines 3–9”; null where it was not taken from anywhere. */
  readonly from: string | null;
}

/** One version of an entry. */
export interface VersionView {
  readonly at: number;
  readonly writtenAt: number;
  readonly author: string;
  readonly text: string;
  readonly key: boolean;
  readonly retracted: boolean;
}

export type TimelineNews =
  | { readonly type: 'panel'; readonly view: PanelView }
  /** A part of what the filter lets through: from this place on, of so many. `changed` holds those not sent yet as they are. */
  | {
      readonly type: 'rows';
      readonly from: number;
      readonly total: number;
      readonly ids: readonly string[];
      readonly changed: readonly EntryRow[];
    };
