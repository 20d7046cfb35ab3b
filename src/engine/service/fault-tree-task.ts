import { faultTreeFigure, faultTreeSheets } from '../../figures/fault-tree/figure.ts';
import { FAULT_TREE_DARK, FAULT_TREE_PRINT } from '../../figures/fault-tree/palette.ts';
import type { FaultTreeAnalysis } from '../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { FaultTreeFileFormat } from '../../protocol/methods/fault-tree-files.ts';
import type { ReadFaultTrees } from '../fault-tree-files/file-problem.ts';
import { faultTreeMarkdown } from '../fault-tree-files/markdown.ts';
import { readFaultTree } from '../fault-tree-files/read.ts';
import { writeFaultTree } from '../fault-tree-files/write.ts';
import { printable } from '../report/fonts/printable.ts';
import { renderSheets } from '../report/pdf/sheets.ts';

/** Files of fault trees, read and made in a worker: large ones and PDFs would hold up the engine. */
export type FaultTreeTask =
  | { readonly kind: 'fault-tree-read'; readonly bytes: Uint8Array; readonly fileName: string; readonly beside: Readonly<Record<string, Uint8Array>> }
  | {
    readonly kind: 'fault-tree-render'; readonly format: FaultTreeFileFormat; readonly document: FaultTreeDocument; readonly analysis: FaultTreeAnalysis | undefined;
    readonly pageId: string | undefined; readonly dark: boolean; readonly asOfNs: bigint; readonly fontsDir: string;
  };

export type FaultTreeAnswer =
  | { readonly kind: 'fault-tree-read'; readonly read: ReadFaultTrees }
  | { readonly kind: 'fault-tree-rendered'; readonly bytes: Uint8Array<ArrayBuffer>; readonly left: readonly string[] };

export function isFaultTreeTask(task: { readonly kind: string }): task is FaultTreeTask {
  return task.kind === 'fault-tree-read' || task.kind === 'fault-tree-render';
}

export function answerFaultTreeTask(task: FaultTreeTask): FaultTreeAnswer {
  if (task.kind === 'fault-tree-read') return { kind: 'fault-tree-read', read: readFaultTree(task.bytes, task.fileName, (name) => (Object.hasOwn(task.beside, name) ? task.beside[name] : undefined)) };
  const { bytes, left } = rendered(task);
  return { kind: 'fault-tree-rendered', bytes, left };
}

function rendered({ format, document, analysis, pageId, dark, asOfNs, fontsDir }: Extract<FaultTreeTask, { kind: 'fault-tree-render' }>): { bytes: Uint8Array<ArrayBuffer>; left: readonly string[] } {
  const text = (content: string, left: readonly string[] = []): { bytes: Uint8Array<ArrayBuffer>; left: readonly string[] } => ({ bytes: new TextEncoder().encode(content), left });
  switch (format) {
    case 'svg': return text(`${faultTreeFigure(document, { analysis, palette: dark ? FAULT_TREE_DARK : FAULT_TREE_PRINT, ...(pageId === undefined ? {} : { pageId }) }).svg}\n`);
    case 'pdf': {
      const { figures, paper } = faultTreeSheets(document, { analysis, showText: printable });
      return { bytes: renderSheets(document.tree.title, figures.map((figure) => ({ figure, widthMm: paper.widthMm })), asOfNs, fontsDir), left: [] };
    }
    case 'md': return text(faultTreeMarkdown(document, analysis));
    default: {
      const written = writeFaultTree(document, format);
      return text(written.text, written.left);
    }
  }
}
