import type { ReactNode } from 'react';
import { formatCount } from '../../../base/text.ts';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, FailurePanel, IconButton, Skeleton, useCommands } from '../../ui/index.ts';
import { SpanDrawer } from './span-drawer.tsx';
import type { Trace } from './trace-model.ts';
import { TraceHead } from './trace-head.tsx';
import { useColours } from './use-names.ts';
import { useTrace } from './use-trace.ts';
import { useWaterfall } from './use-waterfall.ts';
import { waterfallCommands } from './waterfall-commands.ts';
import { Waterfall } from './waterfall.tsx';

/** One trace: what it was, a map of it, its spans as a waterfall, one of them in full at the right. */
export function TraceView({ traceId }: { traceId: string }): ReactNode {
  const place = usePlaceStore();
  const { trace, failure, arrived, reload } = useTrace(traceId);
  const back = (): void => place.set({ trace: undefined, span: undefined });
  if (trace) return <Loaded trace={trace} onBack={back} />;
  return (
    <div className="view traces">
      <div className="main">
        <div className="toolbar"><IconButton icon="chevron-left" label="All traces" onPress={back} /><h1>Traces</h1></div>
        {failure
          ? <FailurePanel title="This trace cannot be shown" message={failure.message} onRetry={reload} actions={<Button onPress={back}>All traces</Button>} />
          : <Skeleton rows={24} rowHeight={24} label={arrived === 0 ? 'Loading the trace' : `Loading the trace, ${formatCount(arrived)} spans so far`} />}
      </div>
    </div>
  );
}

function Loaded({ trace, onBack }: { trace: Trace; onBack: () => void }): ReactNode {
  const bytes = useParam('bytes');
  const colour = useColours();
  const w = useWaterfall(trace, onBack);
  useCommands(waterfallCommands(w, bytes === undefined));
  return (
    <div className="view traces">
      <div className="main">
        <TraceHead w={w} colour={colour} />
        <Waterfall w={w} colour={colour} />
      </div>
      {w.row !== undefined && bytes === undefined && <SpanDrawer key={`${trace.traceId}/${w.row}`} w={w} row={w.row} colour={colour} />}
    </div>
  );
}
