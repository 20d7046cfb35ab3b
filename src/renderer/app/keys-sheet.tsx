import type { ReactNode } from 'react';
import { IconButton, Keys, TopSheet, useAllCommands } from '../ui/index.ts';

/** Every key of the commands that are there now, by group. */
export function KeysSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Keys" width={880}>{isOpen && <KeyList onClose={onClose} />}</TopSheet>;
}

function KeyList({ onClose }: { onClose: () => void }): ReactNode {
  const commands = useAllCommands().filter((c) => c.keys !== undefined);
  const groups = [...new Set(commands.map((c) => c.group ?? 'This view'))].toSorted((a, b) => rank(a) - rank(b));
  return (
    <>
      <div className="drawer-head"><h2 className="grow">Keys</h2><IconButton icon="close" label="Close" keys="Escape" onPress={onClose} /></div>
      <div className="keys-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands.filter((c) => (c.group ?? 'This view') === group).map((c) => (
                <div key={c.id}><dt className="ell">{c.label}</dt><dd>{c.keys!.split(' ').slice(0, 2).map((k) => <Keys key={k} keys={k} />)}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

function rank(group: string): number {
  return group === 'Everywhere' ? 2 : group === 'Case' ? 1 : 0;
}
