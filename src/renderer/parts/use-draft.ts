import { useEffect, useRef, useState } from 'react';

export interface DraftText {
  readonly text: string;
  readonly set: (text: string) => void;
  /** The field is left: what differs is kept. */
  readonly leave: () => void;
}

interface Typed {
  readonly text: string;
  /** What was saved when the field was left; `undefined` while one is in it. */
  readonly leftAt: string | undefined;
}

/**
 * A text that is saved when its field is left, and also when the field goes away under the fingers: what somebody typed is
 * not lost by looking at something else. Until the saved text changes, what was typed stays on screen.
 */
export function useDraft(saved: string, commit: (text: string) => void): DraftText {
  const [typed, setTyped] = useState<Typed>();
  const latest = useRef({ typed, commit, saved });
  useEffect(() => { latest.current = { typed, commit, saved }; });
  useEffect(() => () => {
    const now = latest.current;
    if (now.typed && now.typed.leftAt === undefined && now.typed.text !== now.saved) now.commit(now.typed.text);
  }, []);
  const isStale = typed?.leftAt !== undefined && typed.leftAt !== saved;
  return {
    text: typed && !isStale ? typed.text : saved,
    set: (text) => setTyped({ text, leftAt: undefined }),
    leave: () => {
      if (!typed || typed.leftAt !== undefined) return;
      if (typed.text === saved) return setTyped(undefined);
      setTyped({ text: typed.text, leftAt: saved });
      commit(typed.text);
    },
  };
}
