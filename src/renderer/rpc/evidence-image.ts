import { useEffect, useState } from 'react';
import { formatBytes } from '../../base/bytes.ts';
import { api } from '../../protocol/api.ts';
import { useCaseSession } from './react.tsx';

/** `evidence.bytes` gives at most this much a call. */
const PART_BYTES = 1 << 20;
/** Larger files and pictures are not drawn: Chromium decodes a picture into four bytes a pixel. */
const MAX_BYTES = 64 << 20;
const MAX_PIXELS = 100_000_000;

/** Only pictures that Chromium decodes without acting on them; SVG is text. */
const MEDIA_TYPE: Readonly<Record<string, string>> = { PNG: 'image/png', JPEG: 'image/jpeg', GIF: 'image/gif', WebP: 'image/webp' };

export type EvidenceImage =
  | { readonly state: 'loading'; readonly fraction: number }
  | { readonly state: 'shown'; readonly src: string; readonly size: { readonly width: number; readonly height: number } }
  | { readonly state: 'refused'; readonly reason: string };

interface Facts { readonly type: unknown; readonly width: unknown; readonly height: unknown }

/** How the bytes are to be taken, or why they are not. */
function drawable(sizeBytes: number, { type, width, height }: Facts): { readonly media: string; readonly width: number; readonly height: number } | { readonly refused: string } {
  const media = typeof type === 'string' ? MEDIA_TYPE[type] : undefined;
  if (media === undefined || typeof width !== 'number' || typeof height !== 'number') {
    return { refused: 'Nothing in it says how large the picture is: it is damaged. Its bytes can be read.' };
  }
  if (sizeBytes > MAX_BYTES || width * height > MAX_PIXELS) {
    return { refused: `The picture has ${width}×${height} pixels in ${formatBytes(sizeBytes)}: too much to draw here. Its bytes can be read.` };
  }
  return { media, width, height };
}

/** Bytes of an image of the case as an address that an `<img>` shows; it goes with the component. `facts` come with its record. */
export function useEvidenceImage(artifact: { readonly sha256: string; readonly sizeBytes: number }, facts: Facts | undefined): EvidenceImage {
  const session = useCaseSession();
  const { sha256, sizeBytes } = artifact;
  const [loaded, setLoaded] = useState<{ readonly of: string; readonly fraction: number; readonly src?: string; readonly refused?: string }>();
  const how = facts && drawable(sizeBytes, facts);
  const media = how && 'media' in how ? how.media : undefined;
  useEffect(() => {
    const cancel = new AbortController();
    let address: string | undefined;
    const load = async (type: string): Promise<void> => {
      const parts: BlobPart[] = [];
      for (let at = 0; at < sizeBytes; at += PART_BYTES) {
        const answer = await session.read(api.readBytes, { sha256, offsetBytes: at, lengthBytes: PART_BYTES }, { signal: cancel.signal });
        if (cancel.signal.aborted) return;
        if (!answer.ok) {
          setLoaded({ of: sha256, fraction: 0, refused: answer.failure.message });
          return;
        }
        parts.push(new Uint8Array(answer.value.bytes));
        setLoaded({ of: sha256, fraction: Math.min(1, (at + PART_BYTES) / sizeBytes) });
      }
      address = URL.createObjectURL(new Blob(parts, { type }));
      setLoaded({ of: sha256, fraction: 1, src: address });
    };
    if (media !== undefined) void load(media);
    return () => {
      cancel.abort();
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [session, sha256, sizeBytes, media]);

  if (how && 'refused' in how) return { state: 'refused', reason: how.refused };
  const mine = loaded?.of === sha256 ? loaded : undefined;
  if (mine?.refused !== undefined) return { state: 'refused', reason: mine.refused };
  return mine?.src !== undefined && how ? { state: 'shown', src: mine.src, size: how } : { state: 'loading', fraction: mine?.fraction ?? 0 };
}
