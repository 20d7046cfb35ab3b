import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Icon, type IconName } from '../../ui/index.ts';

/** A panel beside the text. `count` stands at its icon: how many things want a look. */
export interface SidePanelSpec {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  readonly count?: number;
  /** The content brings a heading of its own. */
  readonly hasHead?: boolean;
  readonly content: ReactNode;
}

/** Panels beside the text, one at a time. */
export function SidePanel({ panels, value, onChange }: { panels: readonly SidePanelSpec[]; value: string; onChange: (id: string) => void }): ReactNode {
  const current = panels.find((p) => p.id === value) ?? panels[0]!;
  return (
    <aside className="side pm-side" aria-label="Beside the text">
      <Tabs className="pm-tabs" selectedKey={current.id} onSelectionChange={(key) => onChange(String(key))}>
        <TabList className="pm-tab-list" aria-label="Panels">
          {panels.map((p) => (
            <Tab key={p.id} id={p.id} className="pm-tab focus-inside" aria-label={p.count ? `${p.title}, ${p.count}` : p.title}>
              <span title={p.title}><Icon name={p.icon} size={16} />{p.count ? <i>{p.count > 99 ? '99' : p.count}</i> : null}</span>
            </Tab>
          ))}
        </TabList>
        {panels.map((p) => (
          <TabPanel key={p.id} id={p.id} className="pm-tab-panel scroll focus-inside">
            {!p.hasHead && <h2 className="pm-side-head">{p.title}</h2>}
            {p.content}
          </TabPanel>
        ))}
      </Tabs>
    </aside>
  );
}
