import { fail, type Result } from '../../base/result.ts';
import type { Command, SimpleCommand } from '../../model/command.ts';
import { citationLabel, type EvidenceReference, type Locator } from '../../model/evidence.ts';
import type { EventIndex } from '../index/contract.ts';

/** In pixels, as stored. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Size of an artifact that is an image; `undefined` for others, and where the image does not say. */
export async function imageSizeOf(index: EventIndex, sha256: string): Promise<ImageSize | undefined> {
  const attributes = (await index.event({ sha256, offsetBytes: 0 }))?.attributes;
  const [width, height] = [attributes?.['image.width'], attributes?.['image.height']];
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
}

/** Whether a region lies within an image. */
export function holds(size: ImageSize | undefined, region: Extract<Locator, { kind: 'region' }>): boolean {
  return size !== undefined && region.x + region.width <= size.width && region.y + region.height <= size.height;
}

/**
 * Refuses a command that cites a region outside its image: a citation must point at something. The size is derived, so
 * this stands before the command and not in it.
 */
export async function refuseRegions(index: EventIndex, command: Command): Promise<Result<never> | undefined> {
  const commands = command.name === 'batch' ? command.input.commands : [command];
  for (const reference of commands.flatMap(referencesOf)) {
    const { locator, sha256 } = reference;
    if (locator.kind !== 'region') continue;
    const size = await imageSizeOf(index, sha256);
    if (holds(size, locator)) continue;
    return fail('evidence/not-found', size
      ? `${citationLabel(reference)} lies outside the image, which has ${size.width}×${size.height} pixels.`
      : `${citationLabel(reference)} is no image whose size is known, and has no regions.`, { sha256 });
  }
  return undefined;
}

function referencesOf(command: SimpleCommand): readonly EvidenceReference[] {
  switch (command.name) {
    case 'timeline.add':
      return command.input.entry.evidence;
    case 'timeline.update':
      return command.input.patch.evidence ?? [];
    case 'evidence.cite':
      return [command.input.reference];
    default:
      return [];
  }
}
