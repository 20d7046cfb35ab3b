import { lintPostmortem } from '../../../model/lint/lint.ts';
import type { LintAnswer, LintQuestion } from './lint-messages.ts';

/** Reads a text while the page goes on: 40 kB take about 70 ms, which a page that is typed in has not. */
globalThis.addEventListener('message', (event: MessageEvent<LintQuestion>) => {
  let answer: LintAnswer;
  try {
    answer = { ok: true, findings: lintPostmortem(event.data.text, event.data.context) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- This is a worker: there is no other origin.
  globalThis.postMessage(answer);
});
