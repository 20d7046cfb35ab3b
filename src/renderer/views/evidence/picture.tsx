import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { api } from '../../../protocol/api.ts';
import { useEvidenceImage } from '../../rpc/evidence-image.ts';
import { useRead } from '../../rpc/react.tsx';
import { useOpenBytes } from '../../state/react.tsx';
import { PlainButton, Section, Skeleton } from '../../ui/index.ts';

/** What an image shows, small; pressed, it opens where regions can be drawn and cited. */
export function Picture({ artifact }: { artifact: Artifact }): ReactNode {
  const openBytes = useOpenBytes();
  const event = useRead(api.getEvent, { sha256: artifact.sha256, offsetBytes: 0 }, { dependsOn: 'index' });
  const attributes = event.data?.attributes;
  const image = useEvidenceImage(artifact, attributes && { type: attributes['image.type'], width: attributes['image.width'], height: attributes['image.height'] });
  const name = visibleText(artifact.paths[0]!.split('/').pop() ?? '');
  return (
    <Section title="Picture" aside={image.state === 'shown' ? `${image.size.width}×${image.size.height}` : undefined}>
      {image.state === 'loading' && <Skeleton rows={4} label="Reading the picture" />}
      {image.state === 'refused' && <p className="drawer-note">{image.reason}</p>}
      {image.state === 'shown' && (
        <PlainButton className="picture" label={`Open ${name} to look closer and cite a region`} onPress={() => openBytes({ sha256: artifact.sha256, locator: { kind: 'artifact' } })}>
          <img src={image.src} alt={name} width={image.size.width} height={image.size.height} />
        </PlainButton>
      )}
    </Section>
  );
}
