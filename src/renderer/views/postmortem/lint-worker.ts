import { lintBlocks } from '../../../model/lint/lint-blocks.ts';
import type { LintAnswer, LintQuestion } from './lint-messages.ts';

/**
 * Reads a text while the page goes on: 40 kB take about 40 ms, which a page that is typed in has not. The page has parsed
 * the Markdown for its preview and sends the blocks: the parser asks for a DOM, which workers have not.
 */
globalThis.addEventListener('message', (event: MessageEvent<LintQuestion>) => {
  let answer: LintAnswer;
  try {
    answer = { ok: true, findings: lintBlocks(event.data.text, event.data.blocks, event.data.context) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- This is a worker: there is no other origin.
  globalThis.postMessage(answer);
});
