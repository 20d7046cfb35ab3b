import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { formatBytes, textsIn } from '../../base/bytes.ts';
import { formatCount, visibleText } from '../../base/text.ts';
import { citationLabel, formatCitation, type EvidenceReference } from '../../model/evidence.ts';
import { api } from '../../protocol/api.ts';
import { useCaseSession, useRead } from '../rpc/react.tsx';
import { useActions, useCaseUi, useCaseUiStore, usePlaceStore } from '../state/react.tsx';
import { Button, Cite, Drawer, FailurePanel, HexView, Icon, parseOffset, Section, Segmented, Skeleton, TextField, type ReadBlock } from '../ui/index.ts';
import { ImagePanel } from './image-panel.tsx';
import { baseName } from './paths.ts';

/** The bytes that a reference means, in their file: marked, as hex and as text, with the whole file around them. */
export function BytesDrawer({ target }: { target: Pick<EvidenceReference, 'sha256' | 'locator'> }): ReactNode {
  const session = useCaseSession();
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const actions = useActions();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const artifact = useRead(api.listEvidence, {}, { dependsOn: 'index' }).data?.find((a) => a.sha256 === target.sha256);
  const { locator } = target;
  const [from, length] = locator.kind === 'bytes' ? [locator.offsetBytes, locator.lengthBytes] : [0, 0];
  const cited = useRead(api.readBytes, { sha256: target.sha256, offsetBytes: from, lengthBytes: Math.min(length, 65_536) }, { dependsOn: 'nothing' });
  const [jump, setJump] = useState<{ of: number; to: number }>();
  const read = useCallback<ReadBlock>(async (offsetBytes, lengthBytes, signal) => {
    const answer = await session.read(api.readBytes, { sha256: target.sha256, offsetBytes, lengthBytes }, { signal });
    return answer.ok ? { bytes: answer.value.bytes } : { problem: answer.failure.message };
  }, [session, target.sha256]);
  const isBinary = useMemo(() => cited.data?.bytes.includes(0) === true, [cited.data]);
  const text = useMemo(() => {
    if (!cited.data || length === 0) return '';
    return visibleText(isBinary ? textsIn(cited.data.bytes) : new TextDecoder().decode(cited.data.bytes), true);
  }, [cited.data, length, isBinary]);
  const isImage = artifact?.kind === 'image';
  const [asBytes, setAsBytes] = useState(false);
  const showsImage = isImage && !asBytes && locator.kind !== 'bytes';
  const bytesPerRow = widthPx >= 560 ? 16 : 8;

  return (
    <Drawer
      label="Bytes" fill widthPx={Math.max(widthPx, 400)} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={() => place.set({ bytes: undefined })}
      title={<><Icon name="bytes" /><span className="mono ell" title={artifact?.paths[0]}>{visibleText(baseName(artifact?.paths[0] ?? target.sha256.slice(0, 8)))}</span></>}
      foot={(
        <>
          <Button icon="copy" onPress={() => actions.copy(formatCitation(target), 'Citation copied. Paste it into the postmortem.')}>Cite</Button>
          {locator.kind === 'bytes' && <Button icon="explore" onPress={() => place.go('explore', { sel: `${target.sha256}:${locator.offsetBytes}` })}>Open in Explore</Button>}
        </>
      )}
    >
      {isImage && locator.kind !== 'bytes' && (
        <div className="bytes-tools">
          <Segmented label="Show as" options={[{ id: 'picture', label: 'Picture' }, { id: 'bytes', label: 'Bytes' }]} value={asBytes ? 'bytes' : 'picture'} onChange={(id) => setAsBytes(id === 'bytes')} />
          <span className="grow" />
          <span className="t3 data ell">{citationLabel(target)}</span>
        </div>
      )}
      {showsImage && <ImagePanel artifact={artifact} target={target} />}
      {!showsImage && <div className="bytes-tools">
        <Cite onPress={() => setJump({ of: from, to: from })} label="Back to the cited bytes">{citationLabel(target)}</Cite>
        <span className="t3 data">{length > 0 ? `${formatCount(length)} of ${cited.data ? formatBytes(cited.data.sizeBytes) : ''}` : cited.data ? formatBytes(cited.data.sizeBytes) : ''}</span>
        <span className="grow" />
        <JumpField onJump={(to) => setJump({ of: from, to })} />
      </div>}
      {cited.failure && <FailurePanel title="The original bytes are out of reach" message={cited.failure.message} onRetry={cited.reload} />}
      {!showsImage && cited.loading && <Skeleton rows={8} rowHeight={16} />}
      {!showsImage && cited.data && (
        <div className="bytes-body">
          <HexView
            sizeBytes={cited.data.sizeBytes} read={read} bytesPerRow={bytesPerRow} label="Bytes of the file as hex and text"
            hit={length > 0 ? { from, to: from + length } : undefined} targetBytes={jump?.of === from ? jump.to : from}
          />
          {text !== '' && <Section title={isBinary ? 'Texts in it' : 'As text'} aside={isBinary ? 'four characters or more' : 'control characters shown'}>{null}</Section>}
          {text !== '' && <div className="bytes-text">{text}</div>}
        </div>
      )}
    </Drawer>
  );
}

function JumpField({ onJump }: { onJump: (offsetBytes: number) => void }): ReactNode {
  const [text, setText] = useState('');
  return (
    <div style={{ flex: '0 1 128px', minWidth: 80 }}>
      <TextField
        label="Go to offset" hideLabel mono placeholder="Offset, 0x…" value={text} onChange={setText}
        onKeyDown={(e) => {
          const offset = e.key === 'Enter' ? parseOffset(text) : undefined;
          if (offset !== undefined) onJump(offset);
        }}
      />
    </div>
  );
}
