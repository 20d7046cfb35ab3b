import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import type { LintContext } from '../../../model/lint/lint-blocks.ts';
import { proseOf } from '../../../model/lint/prose.ts';
import type { Finding } from '../../../model/lint/rule.ts';
import type { MarkdownRoot } from '../../../model/postmortem.ts';
import { api } from '../../../protocol/api.ts';
import { usePeople } from '../../people/use-as-roles.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import type { LintAnswer, LintQuestion } from './lint-messages.ts';
// oxlint-disable-next-line import/default -- Vite makes the default export of `?worker`.
import LintWorker from './lint-worker.ts?worker';

/** A pause in typing after which the text is read again. */
const PAUSE_MS = 350;

/** What the lint found in which text. Offsets belong to that text, which may be older than the one on screen. */
export interface Lint {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Why it could not be read. */
  readonly failure: string | undefined;
}

/** Reads a text, parsed as `root`, for blame in a worker, after each pause in typing; `undefined` until the first answer. */
export function useLint(text: string, root: MarkdownRoot): Lint | undefined {
  const info = useCaseInfo();
  const { data: entries } = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const { people, loading } = usePeople();
  const context = useMemo((): LintContext | undefined => (entries && !loading ? { entries, people, zone: info.zone } : undefined), [entries, people, loading, info.zone]);
  const [lint, setLint] = useState<Lint>();
  const reader = useRef<Reader>(undefined);

  useEffect(() => {
    // Not urgent: the view is drawn anew in slices, and typing goes first.
    const made = new Reader((read) => startTransition(() => setLint(read)));
    reader.current = made;
    return () => made.close();
  }, []);
  const isFirst = lint === undefined;
  useEffect(() => {
    if (!context) return undefined;
    const timer = setTimeout(() => reader.current?.read({ text, blocks: proseOf(text, root), context }), isFirst ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, root, context, isFirst]);
  return lint;
}

/** One worker, one question at a time; of those that wait the newest. A worker that dies is made anew for the next. */
class Reader {
  private readonly tell: (lint: Lint) => void;
  private worker: Worker | undefined;
  private asked: LintQuestion | undefined;
  private next: LintQuestion | undefined;

  constructor(tell: (lint: Lint) => void) {
    this.tell = tell;
  }

  read(question: LintQuestion): void {
    if (this.asked) {
      this.next = question;
      return;
    }
    this.asked = question;
    this.worker ??= this.started();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Workers have none.
    this.worker.postMessage(question);
  }

  close(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.asked = undefined;
    this.next = undefined;
  }

  private started(): Worker {
    const worker = new LintWorker();
    worker.addEventListener('message', (event: MessageEvent<LintAnswer>) => this.answered(event.data));
    worker.addEventListener('error', (event) => {
      worker.terminate();
      this.worker = undefined;
      this.answered({ ok: false, message: event.message });
    });
    return worker;
  }

  private answered(answer: LintAnswer): void {
    const { asked, next } = this;
    this.asked = undefined;
    this.next = undefined;
    if (asked) this.tell({ text: asked.text, findings: answer.ok ? answer.findings : [], failure: answer.ok ? undefined : answer.message });
    if (next) this.read(next);
  }
}
