import { createContext, lazy, memo, Suspense, useContext, useMemo, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { freezeBlocks, thawBlocks, type LiveBlock } from '../../../model/live-block.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { Button, Icon, Skeleton } from '../../ui/index.ts';
import { useSettled } from './use-settled.ts';

/** Drawings come with a chunk of their own: a text without blocks does not wait for them. */
const Drawn = lazy(() => import('./live-block-drawn.tsx').then((m) => ({ default: m.LiveBlockDrawn })));

/** What the preview is of, as its blocks need to know. */
export interface BlockSetting {
  /** Signed off: blocks say what they said then. */
  readonly frozen: boolean;
  readonly asRoles: (text: string) => string;
  /** Goes to a line of the text. */
  readonly onGo: (line: number) => void;
}

export const BlockSettingContext = createContext<BlockSetting>({ frozen: false, asRoles: (text) => text, onGo: () => undefined });

/** What people write changes with every step of work; the rest only with the index of evidence. */
const OF_WORK = /^\s*(?:timeline|metrics|actions|whys|factors|barriers|tree)\b/;
const PAUSE_MS = 400;

/** A live block of the text: asked again when what it depends on has changed, and when typing in it pauses. */
export const LiveBlockView = memo(function LiveBlockView({ info, body, line }: { info: string; body: string; line: number }): ReactNode {
  const { frozen, onGo } = useContext(BlockSettingContext);
  const asked = useMemo(() => ({ info: info.slice(0, 2000), body: body.slice(0, 50_000) }), [info, body]);
  const settled = useSettled(asked, PAUSE_MS);
  const ofWork = OF_WORK.test(settled.info);
  const reading = useRead(api.resolveBlocks, { blocks: [settled] }, { dependsOn: frozen ? 'both' : ofWork ? 'work' : 'index' });
  const block = useSame(reading.data?.[0], ofWork);
  const name = `tephra ${visibleText(info.trim().split(/\s/)[0] ?? '')}`.trim();
  if (!block && reading.failure) return <Problem name={name} line={line} message={reading.failure.message} onGo={onGo} onRetry={reading.reload} />;
  if (!block) return <figure className="pm-figure"><Skeleton rows={4} label={`Loading ${name}`} /></figure>;
  if (block.kind === 'problem') return <Problem name={name} line={line} message={block.message} onGo={onGo} />;
  return <Suspense fallback={<figure className="pm-figure"><Skeleton rows={4} label={`Drawing ${name}`} /></figure>}><Drawn block={block} frozen={frozen} outdated={settled !== asked || reading.outdated} /></Suspense>;
});

/** A new step of work brings the same answer as new objects: nothing is to be drawn again for that. */
function useSame(block: LiveBlock | undefined, isSmall: boolean): LiveBlock | undefined {
  const text = useMemo(() => (block && isSmall ? freezeBlocks([block]) : undefined), [block, isSmall]);
  const same = useMemo(() => (text === undefined ? undefined : thawBlocks(text)?.[0]), [text]);
  return same ?? block;
}

/** Why a block says nothing, and where it stands. */
function Problem({ name, line, message, onGo, onRetry }: { name: string; line: number; message: string; onGo: (line: number) => void; onRetry?: () => void }): ReactNode {
  return (
    <figure className="pm-figure pm-problem">
      <div role="note">
        <Icon name="warning" />
        <div>
          <b>{`${name}, line ${line}`}</b>
          <p>{visibleText(message, true)}</p>
          <div className="pm-problem-foot"><Button kind="link" onPress={() => onGo(line)}>Go to the block</Button>{onRetry && <Button kind="link" onPress={onRetry}>Try again</Button>}</div>
        </div>
      </div>
    </figure>
  );
}

/** Under every drawing: that it is live, or as it was. */
export function BlockCaption({ frozen, outdated, children }: { frozen: boolean; outdated: boolean; children: ReactNode }): ReactNode {
  return <figcaption><Icon name={frozen ? 'lock' : 'refresh'} size={12} /><span>{frozen ? 'As signed off: ' : outdated ? 'Updating: ' : 'Live: '}{children}</span></figcaption>;
}

export function more(shown: number, one: string, many: string, hasMore: boolean): string {
  return hasMore ? `the first ${plural(shown, one, many)}` : plural(shown, one, many);
}
