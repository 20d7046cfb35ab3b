/** One step of undo: the journal rows that go together, and what to call it. */
export interface Step {
  readonly group: number;
  readonly seqs: readonly number[];
  readonly label: string;
}

type GrowingStep = Step & { readonly seqs: number[] };

/**
 * What can be undone and redone, derived from the journal and kept in step with it, so that a restart changes
 * nothing. A new command empties redo; the rows it abandons stay on record as undone.
 */
export class UndoStack {
  #undo: GrowingStep[] = [];
  #redo: GrowingStep[] = [];
  readonly #live = new Set<number>();

  /**
   * Follows one journal row of kind do, undo or redo. False for a row that does not fit, as a journal has that was
   * tampered with: what came before it can then not be undone any more, and the work itself stays.
   */
  follow(row: { readonly seq: number; readonly kind: string; readonly group: number | undefined; readonly summary: string }): boolean {
    const { group } = row;
    if (group === undefined) return this.#giveUp();
    if (row.kind === 'do') {
      this.#redo = [];
      const top = this.#undo.at(-1);
      if (top?.group === group) top.seqs.push(row.seq);
      else this.#undo.push({ group, seqs: [row.seq], label: row.summary });
      this.#live.add(group);
      return true;
    }
    const [from, to] = row.kind === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const step = from.pop();
    if (step?.group !== group) return this.#giveUp();
    to.push(step);
    if (row.kind === 'undo') this.#live.delete(group);
    else this.#live.add(group);
    return true;
  }

  #giveUp(): false {
    this.#undo = [];
    this.#redo = [];
    return false;
  }

  nextUndo(): Step | undefined {
    return this.#undo.at(-1);
  }

  nextRedo(): Step | undefined {
    return this.#redo.at(-1);
  }

  /** Whether the step a row belongs to is in force. */
  isLive(group: number): boolean {
    return this.#live.has(group);
  }
}
