import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import type { SqlConsole } from './console.ts';
import { statements } from './tokens.ts';

/** A hash longer than this is no link one can send; the query is kept on this machine all the same. */
const LINK_CHARS = 24_000;
const PAUSE_MS = 300;

export interface QueryLink {
  /** To be told of every change in the editor. */
  readonly typed: (text: string) => void;
  /** To be told what is run: where that is the whole text, the link shows the answer too. */
  readonly ran: (sql: string) => void;
  readonly isTooLong: boolean;
}

/**
 * `q` is the query, `run=1` that its answer is shown: who follows the link sees the same. The console has the text; the
 * link follows it, and leads when it comes from elsewhere (another view, the back button, a pasted address).
 */
export function useQueryLink(sqlConsole: SqlConsole): QueryLink {
  const place = usePlaceStore();
  const q = useParam('q');
  const run = useParam('run');
  const written = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTooLong = useStore(sqlConsole.store, (s) => s.text.length > LINK_CHARS);

  useEffect(() => {
    const { text, running, outcome } = sqlConsole.store.getState();
    if (q === undefined) {
      if (text !== '' && text.length <= LINK_CHARS) {
        written.current = text;
        place.set({ q: text }, { replace: true });
      }
      return;
    }
    if (q !== written.current && q !== text) {
      clearTimeout(timer.current);
      sqlConsole.setText(q);
    }
    written.current = q;
    const [only, ...more] = statements(q);
    if (run !== '1' || !only || more.length > 0) return;
    const answered = running?.sql ?? (outcome?.kind === 'answer' ? outcome.answer.sql : outcome?.kind === 'failure' ? outcome.sql : undefined);
    if (answered !== only.text) void sqlConsole.run(only);
  }, [q, run, sqlConsole, place]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return useMemo(() => {
    const write = (run1: boolean): void => {
      clearTimeout(timer.current);
      const { text } = sqlConsole.store.getState();
      const isLong = text.length > LINK_CHARS;
      written.current = isLong ? undefined : text;
      place.set(isLong ? { q: undefined, run: undefined } : { q: text, run: run1 ? '1' : undefined }, { replace: true });
    };
    return {
      isTooLong,
      typed(text) {
        if (text === sqlConsole.store.getState().text) return;
        sqlConsole.setText(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => write(false), PAUSE_MS);
      },
      ran(sql) {
        const all = statements(sqlConsole.store.getState().text);
        write(all.length === 1 && all[0]!.text === sql);
      },
    };
  }, [sqlConsole, place, isTooLong]);
}
