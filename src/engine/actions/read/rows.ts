import type { Meaning } from './states.ts';

/** One issue of a tracker's file, whichever tracker it was. */
export interface TrackerRow {
  /** "row 4", "issue 3". */
  readonly place: string;
  readonly system: 'jira' | 'github' | 'gitlab';
  /** "OPS-1432", "#87". */
  readonly key: string;
  /** '' where the file does not say. */
  readonly url: string;
  /** The tracker's own word. */
  readonly status: string;
  readonly title: string;
  /** What the marker of our export is looked for in. */
  readonly text: string;
  readonly meaning: Meaning | undefined;
  /** The tracker's word for how it ended; '' for none. */
  readonly resolution: string;
}

export interface Unread {
  readonly place: string;
  readonly title: string;
  readonly message: string;
}

export interface TrackerFile {
  readonly source: string;
  readonly rows: readonly TrackerRow[];
  /** Rows that are none, and why. */
  readonly unread: readonly Unread[];
}
