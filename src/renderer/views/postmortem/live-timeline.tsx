import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { timelineFigure } from '../../../figures/timeline-figure.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { Icon } from '../../ui/index.ts';

/** The case's timeline inside the text: the figure the report prints, in the colours of the screen. */
export function LiveTimeline(): ReactNode {
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const ref = useRef<HTMLElement>(null);
  const [widthPx, setWidthPx] = useState(640);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidthPx(Math.max(320, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const entries = timeline.data;
  const svg = useMemo(() => (entries && entries.length > 0 ? timelineFigure(entries, { zone, widthPx, palette: SCREEN_PALETTE }).svg : undefined), [entries, zone, widthPx]);
  return (
    <figure className="pm-figure" ref={ref}>
      {svg !== undefined && <div dangerouslySetInnerHTML={{ __html: svg }} />}
      <figcaption>
        <Icon name="refresh" size={12} />
        {entries === undefined ? 'Reading the timeline.' : entries.length === 0 ? 'The timeline has no entries yet. They appear here as they are written.' : `Live: ${plural(entries.length, 'entry', 'entries')}, times in ${zone}.`}
      </figcaption>
    </figure>
  );
}
