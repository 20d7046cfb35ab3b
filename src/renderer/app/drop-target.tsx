import { useCallback, type ReactNode } from 'react';
import { useActions } from '../state/react.tsx';
import { useFileDrop } from '../ui/index.ts';

/** The whole window takes files that are dropped on it. */
export function DropTarget({ sentence }: { sentence: string }): ReactNode {
  const actions = useActions();
  const over = useFileDrop(useCallback((data: DataTransfer) => void actions.addDropped(data), [actions]));
  return over && <div className="drop-veil"><p>{sentence}</p></div>;
}
