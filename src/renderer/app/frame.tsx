import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useCaseSession, useCaseState } from '../rpc/react.tsx';
import { useImportRequest, useParam, usePlace, usePlaceStore } from '../state/react.tsx';
import { parseBytesParam } from '../state/place.ts';
import { ARRIVAL_CLASS, Button, FailurePanel, Later, Skeleton } from '../ui/index.ts';
import { ImportDrawer } from './import-drawer.tsx';
import { BytesDrawer } from './bytes-drawer.tsx';
import { DropTarget } from './drop-target.tsx';
import { Rail } from './rail.tsx';
import { StatusBar } from './status-bar.tsx';
import { TimeRuler } from './time-ruler.tsx';
import { TitleBar } from './title-bar.tsx';
import { Tour, type TourStore } from './tour/index.ts';
import { ViewBoundary } from './view-boundary.tsx';
import { VIEWS } from './views.ts';

/** An open case: bars around the view that the URL names. */
export function Frame({ tour }: { tour: TourStore }): ReactNode {
  const title = useCaseState((s) => s.info && (s.info.incidentId === '' ? s.info.title : `${s.info.title} (${s.info.incidentId})`));
  const records = useCaseState((s) => s.info?.records);
  const failure = useCaseState((s) => (s.status === 'failed' ? s.failure : undefined));
  const session = useCaseSession();
  const view = usePlace((p) => p.view);
  // A link to a view is nobody's way from elsewhere; a link to the case alone is led on below.
  const [arrived] = useState(view);
  const place = usePlaceStore();
  const definition = VIEWS.find((v) => v.id === view);
  const whole = usePlace((p) => definition?.fillsWindow?.(p.params) ?? false);

  useEffect(() => {
    if (title !== undefined) document.title = title;
  }, [title]);
  // A link to the case alone, or to a view that does not exist, leads where work begins.
  useEffect(() => {
    if (!definition && records !== undefined) place.go(records === 0 ? 'evidence' : 'explore', undefined, { replace: true });
  }, [definition, records, place]);

  // Who came by the rail goes on in the view: before the views themselves look who has the focus.
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (view !== '' && document.activeElement?.closest('.rail')) main.current?.focus({ preventScroll: true });
  }, [view]);

  if (failure) {
    return (
      <div className="frame">
        <div style={{ gridColumn: '1/-1', gridRow: '1/-1', display: 'grid', placeItems: 'center', background: 'var(--surface-main)' }}>
          <FailurePanel
            title="This case could not be opened" message={failure.message} onRetry={() => session.retry()}
            actions={<Button kind="primary" onPress={() => place.leaveCase()}>Other cases</Button>}
          />
        </div>
      </div>
    );
  }
  if (title === undefined) return <div className="frame"><div style={{ gridColumn: '1/-1', gridRow: 3, background: 'var(--surface-main)' }}><Skeleton rows={12} label="Opening the case" /></div></div>;

  const View = definition?.component;
  if (whole && View) {
    return (
      <div className="frame whole">
        <div className="body">
          <main className={ARRIVAL_CLASS} aria-label={definition.title}><ViewBoundary key={view} title={definition.title}><View /></ViewBoundary></main>
          <Bytes />
        </div>
      </div>
    );
  }
  return (
    <div className="frame">
      <Later><Tour tour={tour} arrived={arrived} /></Later>
      <TitleBar />
      <Later until={<section className="time-bar" />}><TimeRuler /></Later>
      <Rail />
      <div className="body">
        <main className={ARRIVAL_CLASS} ref={main} tabIndex={-1} aria-label={definition?.title ?? 'Case'}>{View && <ViewBoundary key={view} title={definition.title}><View /></ViewBoundary>}</main>
        <Bytes />
        <Import />
      </div>
      <Later until={<footer className="status-bar" />}><StatusBar /></Later>
      <DropTarget sentence="Drop to add to this case. Originals stay as they are." />
    </div>
  );
}

function Bytes(): ReactNode {
  const param = useParam('bytes');
  const target = useMemo(() => parseBytesParam(param), [param]);
  return target && <BytesDrawer key={target.sha256} target={target} />;
}

function Import(): ReactNode {
  const request = useImportRequest();
  return request && <ImportDrawer key={JSON.stringify([request.filter.artifacts, request.from, request.count, request.about])} request={request} />;
}
