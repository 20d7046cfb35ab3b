import { Fragment, type ReactNode } from 'react';
import { usePlace, usePlaceStore } from '../state/react.tsx';
import { Icon, PlainButton, Tip } from '../ui/index.ts';
import { VIEW_GROUPS } from './views.ts';

/** Activity bar: the views that exist. */
export function Rail(): ReactNode {
  const view = usePlace((p) => p.view);
  const place = usePlaceStore();
  return (
    <nav className="rail" aria-label="Views">
      {VIEW_GROUPS.map((group, i) => (
        <Fragment key={group[0]!.id}>
          {i > 0 && <div className="rail-line" />}
          {group.map((v) => (
            <Tip key={v.id} text={v.title} keys={v.keys} placement="right">
              <PlainButton className="rail-item focus-inside" isCurrent={v.id === view} onPress={() => place.go(v.id)}>
                <Icon name={v.icon} size={18} /><span>{v.title}</span>
              </PlainButton>
            </Tip>
          ))}
        </Fragment>
      ))}
    </nav>
  );
}
