import { first } from './0001-first.ts';
import { members } from './0002-members.ts';
import { saved } from './0003-saved.ts';
import { evidence } from './0004-evidence.ts';
import { followed } from './0005-followed.ts';
import { clock } from './0006-clock.ts';
import { knownSince } from './0007-known-since.ts';
import { comment } from './0008-comment.ts';
import { items } from './0009-items.ts';
import { format } from './0010-format.ts';
import { search } from './0011-search.ts';

/** One step of the schema of case.sqlite, as data. Landed migrations are never edited: add the next number. */
export interface Migration {
  /** The `user_version` the file has after it. Numbered 1, 2, 3 … without a gap. */
  readonly id: number;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [first, members, saved, evidence, followed, clock, knownSince, comment, items, format, search];
