import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { BLOCK_BYTES, createBlockCache, type ReadBlock } from './block-cache.ts';
import { FailurePanel } from './feedback.tsx';
import { hexCells, hexOffset, type HexCell } from './hex.ts';
import type { VirtualRowsHandle } from './scroller.ts';
import { VirtualRows } from './virtual-rows.tsx';

const ROW_PX = 16;

/**
 * A whole file as bytes, whatever its size: only blocks on screen are read. `hit` is marked; `targetBytes` is shown
 * first and whenever it changes. Give it a `key` of the file.
 */
export function HexView({ sizeBytes, read, hit, bytesPerRow = 8, label, targetBytes, firstOffset = 0 }: {
  sizeBytes: number; read: ReadBlock; hit: { from: number; to: number } | undefined; bytesPerRow?: 8 | 16; label: string; targetBytes: number;
  /** Offset that the first byte has in its file, where only a part is shown. */
  firstOffset?: number;
}): ReactNode {
  const [cache] = useState(() => createBlockCache(read));
  const { blocks, problem } = useStore(cache.store);
  useEffect(() => () => cache.close(), [cache]);
  const list = useRef<VirtualRowsHandle>(null);
  const onVisible = useCallback(
    (first: number, end: number) => cache.want(first * bytesPerRow, Math.min(sizeBytes, end * bytesPerRow)),
    [cache, bytesPerRow, sizeBytes],
  );
  useEffect(() => list.current?.scrollTo(Math.max(0, Math.floor(targetBytes / bytesPerRow) - 2)), [targetBytes, bytesPerRow]);

  if (problem !== undefined) return <FailurePanel title="These bytes cannot be read" message={problem} />;
  return (
    <VirtualRows
      rows={Math.ceil(sizeBytes / bytesPerRow)} rowHeightPx={ROW_PX} handle={list} onVisible={onVisible}
      container={{ className: 'hex', role: 'group', 'aria-label': label, tabIndex: 0 }}
      render={(row) => {
        const offset = row * bytesPerRow;
        const block = blocks.get(Math.floor(offset / BLOCK_BYTES));
        const at = offset % BLOCK_BYTES;
        const cells = block ? hexCells(block.subarray(at, at + bytesPerRow), offset, hit) : [];
        return (
          <div className="hex-row" key={row}>
            <span className="hex-at">{hexOffset(firstOffset + offset, firstOffset + sizeBytes)}</span>
            <span className="hex-bytes" style={{ width: `${bytesPerRow * 3 - 1}ch` }}>{spans(cells, (c) => c.hex, ' ')}</span>
            <span>{spans(cells, (c) => c.char, '')}</span>
          </div>
        );
      }}
    />
  );
}

/** Runs of cells that look alike, so that a row is a few elements and not thirty. */
function spans(cells: readonly HexCell[], text: (cell: HexCell) => string, gap: string): ReactNode[] {
  const out: ReactNode[] = [];
  for (let i = 0; i < cells.length;) {
    const { hit, control } = cells[i]!;
    let run = '';
    const start = i;
    while (i < cells.length && cells[i]!.hit === hit && cells[i]!.control === control) run += text(cells[i++]!) + (i < cells.length ? gap : '');
    out.push(<span key={start} className={`${hit ? 'hit' : ''}${control && gap === '' ? ' ctl' : ''}`}>{run}</span>);
  }
  return out;
}
