import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';

export const FAULT_TREE_FILE_KINDS = ['mef', 'galileo', 'aralia', 'openfta'] as const;
export type FaultTreeFileKind = (typeof FAULT_TREE_FILE_KINDS)[number];

/** Something in a file that was not taken as it stands. */
export interface FileProblem {
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** The file, or what it means, is not what was read: a person should look before they trust it. */
  readonly fatal: boolean;
}

export interface ReadFaultTrees {
  /** Ids are short and the same for the same bytes; an import gives fresh ones. */
  readonly documents: readonly FaultTreeDocument[];
  readonly problems: readonly FileProblem[];
  readonly kind: FaultTreeFileKind | 'unknown';
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Problems as they are found; a file with more than this many is not read better by more of them. */
const MOST_PROBLEMS = 200;

export class FileProblems {
  readonly list: FileProblem[] = [];
  #left = 0;

  add(message: string, at?: Place, fatal = false): void {
    if (this.list.length >= MOST_PROBLEMS) {
      this.#left++;
      return;
    }
    this.list.push(at === undefined ? { message, fatal } : { message, line: at.line, column: at.column, fatal });
  }

  fatal(message: string, at?: Place): void {
    this.add(message, at, true);
  }

  all(): FileProblem[] {
    return this.#left === 0 ? this.list : [...this.list, { message: `${this.#left} more are not listed.`, fatal: false }];
  }
}
