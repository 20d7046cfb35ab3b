import { useMemo } from 'react';
import type { Artifact } from '../../model/artifact.ts';
import { clockOfArtifacts, type ClockOf } from '../../model/clock.ts';
import { sourceName } from '../../model/source-name.ts';
import { api } from '../../protocol/api.ts';
import { useRead } from './react.tsx';

/** Name of the source that an artifact is of: one for all files of a rotation, and all slices of a followed source. */
export function sourceOf(artifact: Pick<Artifact, 'paths'>): string {
  return sourceName(artifact.paths[0] ?? '').path;
}

/** Sources and clocks of evidence, to know whether the order of two entries is known. */
export function useClockOf(): ClockOf {
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'both' }).data;
  return useMemo(() => clockOfArtifacts((artifacts ?? []).map((a) => [a.sha256, a.paths[0] ?? '', a.clock] as const)), [artifacts]);
}
