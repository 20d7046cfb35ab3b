import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { citationLabel, regionWords } from '../../../model/evidence.ts';
import type { LiveBlock } from '../../../model/live-block.ts';
import { api } from '../../../protocol/api.ts';
import { useEvidenceImage } from '../../rpc/evidence-image.ts';
import { useRead } from '../../rpc/react.tsx';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite, Skeleton } from '../../ui/index.ts';
import { BlockCaption } from './live-block.tsx';

const TYPE: Readonly<Record<string, string>> = { 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/gif': 'GIF', 'image/webp': 'WebP' };

/** An image of the case or a region of it. */
export function LiveImage({ block, frozen, outdated }: { block: Extract<LiveBlock, { kind: 'image' }>; frozen: boolean; outdated: boolean }): ReactNode {
  const openBytes = useOpenBytes();
  const artifact = useRead(api.listEvidence, {}, { dependsOn: 'index' }).data?.find((a) => a.sha256 === block.sha256);
  const { width, height, locator, path } = block;
  const image = useEvidenceImage({ sha256: block.sha256, sizeBytes: artifact?.sizeBytes ?? 0 }, artifact && { type: TYPE[block.mediaType], width, height });
  const region = locator.kind === 'region' ? locator : { x: 0, y: 0, width, height };
  const words = locator.kind === 'region' ? regionWords(locator, path) : `Image ${path.split('/').at(-1) ?? path}`;
  const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`;
  return (
    <figure className="pm-figure">
      {image.state === 'loading' && <Skeleton rows={4} label={`Reading the picture, ${Math.round(image.fraction * 100)} %`} />}
      {image.state === 'refused' && <p className="t2">{image.reason}</p>}
      {image.state === 'shown' && (
        <div className="pm-picture" style={{ aspectRatio: `${region.width} / ${region.height}`, maxWidth: Math.max(160, region.width * 2) }}>
          <img src={image.src} alt={visibleText(words)} style={{ width: percent(width, region.width), left: `-${percent(region.x, region.width)}`, top: `-${percent(region.y, region.height)}` }} />
        </div>
      )}
      <BlockCaption frozen={frozen} outdated={outdated}>{`${visibleText(words)}, ${width}×${height} pixels `}<Cite onPress={() => openBytes(block)} label="Open the picture">{citationLabel(block)}</Cite></BlockCaption>
    </figure>
  );
}
