import type { ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import { useCaseInfo, useCaseState } from '../../rpc/react.tsx';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Skeleton } from '../../ui/index.ts';
import { TraceList } from './trace-list.tsx';
import { TraceView } from './trace-view.tsx';
import { useNames } from './use-names.ts';
import './traces.css';

/** Traces of the case: all of them as list or map, or one of them as a waterfall. */
export function TracesView(): ReactNode {
  const traceId = useParam('trace');
  const names = useNames(undefined);
  if (traceId !== undefined) return <TraceView key={traceId} traceId={traceId} />;
  if (names.failure) return <Frame><FailurePanel title="Traces cannot be shown" message={names.failure.message} onRetry={names.reload} /></Frame>;
  if (!names.data) return <Frame><Skeleton rows={24} label="Loading traces" /></Frame>;
  if (names.data.spans === 0) return <Frame><NoSpans formats={names.data.formats} /></Frame>;
  return <TraceList />;
}

function Frame({ children }: { children: ReactNode }): ReactNode {
  return <div className="view traces"><div className="main"><div className="toolbar"><h1>Traces</h1></div>{children}</div></div>;
}

function NoSpans({ formats }: { formats: readonly string[] }): ReactNode {
  const place = usePlaceStore();
  const { artifacts } = useCaseInfo();
  const isReading = useCaseState((s) => s.ingest?.running ?? false);
  if (isReading) return <Skeleton rows={24} label="Spans may be on their way" />;
  const bring = formats.length === 0 ? 'No format that brings them is known yet' : `${formats.join(', ')} ${formats.length === 1 ? 'brings' : 'bring'} them`;
  return (
    <Empty center action={<Button kind="primary" icon="evidence" onPress={() => place.go('evidence')}>Go to Evidence</Button>}>
      {artifacts === 0 ? `No spans yet: ${bring}.` : `No spans in ${plural(artifacts, 'artifact')}: ${bring}.`}
    </Empty>
  );
}
