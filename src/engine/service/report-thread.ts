import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { liveBlocksOf, parsePostmortem } from '../../model/postmortem.ts';
import { checkReport } from '../report/findings.ts';
import type { HtmlFonts } from '../report/html/theme.ts';
import type { ReportAnswer, ReportTask } from '../report/job.ts';
import { citationRequests } from '../report/model.ts';
import { renderReport, renderStatus } from '../report/render.ts';
import { answerFaultTreeTask, isFaultTreeTask, type FaultTreeAnswer, type FaultTreeTask } from './fault-tree-task.ts';

/** A report worker: reading Markdown and typesetting would hold up the engine's event loop otherwise. */
const port = parentPort;
if (!port) throw new Error('The report worker was started as a program of its own; it belongs to an engine.');

port.on('message', (task: ReportTask | FaultTreeTask) => {
  const said = answer(task);
  port.postMessage(said, said.kind === 'rendered' ? [said.rendered.bytes.buffer] : said.kind === 'fault-tree-rendered' ? [said.bytes.buffer] : []);
});

function answer(task: ReportTask | FaultTreeTask): ReportAnswer | FaultTreeAnswer {
  try {
    if (isFaultTreeTask(task)) return answerFaultTreeTask(task);
    switch (task.kind) {
      case 'read':
        return { kind: 'read', requests: citationRequests(task.written), blocks: liveBlocksOf(parsePostmortem(task.written.postmortem.text)) };
      case 'check':
        return { kind: 'checked', findings: checkReport(task.input) };
      case 'status':
        return { kind: 'status', texts: renderStatus(task.input) };
      default: {
        const { job } = task;
        return { kind: 'rendered', rendered: renderReport(job.format === 'html' || job.format === 'deck' ? { ...job, fonts: htmlFonts(job.fontsDir) } : job) };
      }
    }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The faces that an HTML report carries along. */
function htmlFonts(dir: string): HtmlFonts {
  const read = (name: string): Uint8Array => readFileSync(join(dir, name));
  return { text: read('TephraText-Regular.ttf'), bold: read('TephraText-Bold.ttf'), mono: read('TephraMono-Regular.ttf') };
}
