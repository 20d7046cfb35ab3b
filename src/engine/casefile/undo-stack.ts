/** One step of undo: the journal rows that go together, and what to call it. */
export interface Step {
  readonly group: number;
  readonly seqs: readonly number[];
  readonly label: string;
}

/**
 * What can be undone and redone, derived from the journal and kept in step with it, so that a restart changes
 * nothing. A new command empties redo; the rows it abandons stay on record as undone.
 */
export class UndoStack {
  readonly #undo: Step[] = [];
  #redo: Step[] = [];
  readonly #live = new Set<number>();

  /** Follows one journal row of kind do, undo or redo. Throws on a row that cannot have been written. */
  follow(row: { readonly seq: number; readonly kind: string; readonly group: number | undefined; readonly summary: string }): void {
    const group = row.group;
    if (group === undefined) throw new Error(`journal row ${row.seq} has no group`);
    if (row.kind === 'do') {
      this.#redo = [];
      const top = this.#undo.at(-1);
      if (top?.group === group) this.#undo[this.#undo.length - 1] = { ...top, seqs: [...top.seqs, row.seq] };
      else this.#undo.push({ group, seqs: [row.seq], label: row.summary });
      this.#live.add(group);
      return;
    }
    const [from, to] = row.kind === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const step = from.pop();
    if (step?.group !== group) throw new Error(`journal row ${row.seq} concerns step ${group}, which is not next`);
    to.push(step);
    if (row.kind === 'undo') this.#live.delete(group);
    else this.#live.add(group);
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
