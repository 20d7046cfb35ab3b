import { useCallback, useRef, useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { api } from '../../../protocol/api.ts';
import type { FaultTreeFileFormat, FaultTreeFileProblem } from '../../../protocol/methods/fault-tree-files.ts';
import { download } from '../../rpc/download.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { shell } from '../../rpc/shell.ts';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, TopSheet, useToast, type Command } from '../../ui/index.ts';
import { pngOf } from './png.ts';

type Format = FaultTreeFileFormat | 'png';

export const EXPORTS: ReadonlyArray<{ readonly id: Format; readonly label: string; readonly ending: 'xml' | 'dft' | 'txt' | 'svg' | 'pdf' | 'md' | 'png' }> = [
  { id: 'svg', label: 'Export this page as SVG', ending: 'svg' }, { id: 'png', label: 'Export this page as PNG', ending: 'png' }, { id: 'pdf', label: 'Export as PDF', ending: 'pdf' },
  { id: 'md', label: 'Export the tables as Markdown', ending: 'md' }, { id: 'mef', label: 'Export as Open-PSA MEF', ending: 'xml' }, { id: 'galileo', label: 'Export as Galileo', ending: 'dft' }, { id: 'aralia', label: 'Export as Aralia', ending: 'txt' },
];

export interface TreeFiles {
  readonly commands: readonly Command[];
  /** Asks for a model file and reads it. */
  readonly read: () => void;
  /** What must be on the page for it: the field of the file, and what a file did not say as it stands. */
  readonly parts: ReactNode;
}

/** Trees on their way in and out as files. */
export function useFiles(document: FaultTreeDocument | undefined, pageId: string | undefined): TreeFiles {
  const session = useCaseSession();
  const place = usePlaceStore();
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [remarks, setRemarks] = useState<{ readonly fileName: string; readonly problems: readonly FaultTreeFileProblem[] }>();

  const save = async (format: Format): Promise<void> => {
    if (!document) return;
    const treeId = document.tree.id;
    const choice = EXPORTS.find(({ id }) => id === format)!;
    const page = (format === 'svg' || format === 'png') && pageId !== undefined ? { pageId } : {};
    const said = (where: string, left: readonly string[]): void => toast({ text: `The fault tree is in ${where}.${left.length === 0 ? '' : ` The format cannot say: ${left.slice(0, 3).join('; ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}.`}` });
    const name = `${document.tree.title.replaceAll(/[/\\:*?"<>|]/g, '-').slice(0, 80)}.${choice.ending}`;
    const electron = shell();
    if (electron && format !== 'png' && choice.ending !== 'png') {
      const path = await electron.saveFile(name, choice.ending);
      if (path === undefined) return;
      const written = await session.call(api.writeFaultTree, { treeId, format, path, ...page });
      if (written.ok) said(written.value.path, written.value.left);
      else toast({ kind: 'failed', text: written.failure.message });
      return;
    }
    const made = await session.call(api.renderFaultTree, { treeId, format: format === 'png' ? 'svg' : format, ...page });
    if (!made.ok) return toast({ kind: 'failed', text: made.failure.message });
    const bytes = new Uint8Array(made.value.bytes);
    if (format === 'png') {
      const png = await pngOf(bytes);
      if (!png) return toast({ kind: 'failed', text: 'The drawing is too large for a PNG. Export it as SVG.' });
      download([png], 'image/png', name);
    } else download([bytes], made.value.mediaType, name);
    return said(`${name}, in your downloads`, made.value.left);
  };

  const take = async (file: File): Promise<void> => {
    const answer = await session.call(api.importFaultTree, { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    if (!answer.ok) return toast({ kind: 'failed', text: answer.failure.message });
    const { trees, problems } = answer.value;
    const [first] = trees;
    if (first) place.go('fault-tree', { tree: first.id });
    const open = (): void => setRemarks({ fileName: file.name, problems });
    if (problems.some((problem) => problem.fatal)) open();
    return toast({ text: `${trees.length === 1 ? `“${visibleText(first!.title)}”` : plural(trees.length, 'fault tree')} read from ${visibleText(file.name)}, ${plural(trees.reduce((sum, tree) => sum + tree.nodes, 0), 'node')}.`, ...(problems.length > 0 && { actions: [{ label: plural(problems.length, 'remark'), run: open }] }) });
  };

  const read = useCallback((): void => input.current?.click(), []);
  return {
    read,
    commands: [
      { id: 'fault-tree.import', label: 'Read a model file', icon: 'upload', group: 'Fault tree', run: read },
      ...EXPORTS.map(({ id, label }): Command => ({ id: `fault-tree.export-${id}`, label, icon: 'download', group: 'Fault tree', when: () => document !== undefined, run: () => save(id) })),
    ],
    parts: (
      <>
        <input
          ref={input} type="file" hidden aria-label="Model file of a fault tree" accept=".xml,.mef,.opsa,.dft,.txt,.fta,.dat,.ped" tabIndex={-1}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void take(file);
            event.target.value = '';
          }}
        />
        <TopSheet isOpen={remarks !== undefined} onClose={() => setRemarks(undefined)} label="What the file did not say as it stands" width={640}>
          {remarks && <Remarks {...remarks} onClose={() => setRemarks(undefined)} />}
        </TopSheet>
      </>
    ),
  };
}

const MOST_REMARKS = 200;

function Remarks({ fileName, problems, onClose }: { fileName: string; problems: readonly FaultTreeFileProblem[]; onClose: () => void }): ReactNode {
  return (
    <div className="ft-remarks">
      <h2>{`${plural(problems.length, 'remark')} on ${visibleText(fileName)}`}</h2>
      <ul tabIndex={0} aria-label="Remarks">
        {problems.slice(0, MOST_REMARKS).map((problem, i) => (
          <li key={i}><span className="t3 mono">{problem.line === undefined ? '' : `${problem.line}${problem.column === undefined ? '' : `:${problem.column}`}`}</span><span className={problem.fatal ? 'strong' : ''}>{visibleText(problem.message)}</span></li>
        ))}
        {problems.length > MOST_REMARKS && <li><span /><span>{`and ${problems.length - MOST_REMARKS} more`}</span></li>}
      </ul>
      <div><Button kind="primary" onPress={onClose}>Close</Button></div>
    </div>
  );
}
