import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { baseName } from './paths.ts';
import { formatDayMonth } from '../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../base/time.ts';
import { visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import { useCaseState, useRead } from '../rpc/react.tsx';
import { usePlaceStore, useZone } from '../state/react.tsx';
import { Icon, Keys, matchScore, TopSheet, useAllCommands, type IconName } from '../ui/index.ts';
import { VIEWS } from './views.ts';

interface PaletteItem {
  readonly id: string;
  readonly icon: IconName | undefined;
  readonly label: string;
  readonly hint: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const SHOWN = 60;

/** Every command that can be run now. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Commands">{isOpen && <CommandList onClose={onClose} />}</TopSheet>;
}

function CommandList({ onClose }: { onClose: () => void }): ReactNode {
  const items = useAllCommands().filter((c) => !c.hidden && (c.when?.() ?? true)).map((c): PaletteItem => ({
    id: c.id, icon: c.icon, label: c.label, hint: c.group ?? '', keys: c.keys?.split(' ')[0], run: () => void c.run(),
  }));
  return <Finder placeholder="Run a command" items={items} none="No command is called that." onClose={onClose} />;
}

/** Views, artifacts and timeline entries by name. `>` goes over to commands. */
export function GoTo({ isOpen, onClose, onCommands }: { isOpen: boolean; onClose: () => void; onCommands: () => void }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Go to">{isOpen && <PlaceList onClose={onClose} onCommands={onCommands} />}</TopSheet>;
}

function PlaceList({ onClose, onCommands }: { onClose: () => void; onCommands: () => void }): ReactNode {
  const place = usePlaceStore();
  const zone = useZone(useCaseState((s) => s.info?.zone) ?? 'UTC');
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'index' }).data ?? [];
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? [];
  const items: PaletteItem[] = [
    ...VIEWS.map((v) => ({ id: v.id, icon: v.icon, label: v.title, hint: 'view', keys: v.keys, run: () => place.go(v.id) })),
    ...entries.map((e) => ({
      id: e.id, icon: 'timeline' as const, label: `${formatTimeOfDay(e.time.startNs, zone, 'second')} ${visibleText(e.title)}`,
      hint: `entry, ${formatDayMonth(e.time.startNs, zone)}`, run: () => place.go('timeline', { sel: e.id }),
    })),
    ...artifacts.map((a) => ({
      id: a.sha256, icon: 'file' as const, label: visibleText(baseName(a.paths[0]!)), hint: a.title, run: () => place.go('evidence', { sel: a.sha256 }),
    })),
  ];
  return <Finder placeholder="Go to a view, an artifact or an entry, or type > for commands" items={items} none="Nothing in this case is called that." onClose={onClose} onCommands={onCommands} />;
}

function Finder({ placeholder, items, none, onClose, onCommands }: {
  placeholder: string; items: readonly PaletteItem[]; none: string; onClose: () => void; onCommands?: () => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const found = rank(items, typed).slice(0, SHOWN);
  const current = found[Math.min(at, found.length - 1)];

  function choose(item: PaletteItem | undefined): void {
    if (!item) return;
    onClose();
    // The sheet gives the focus back to where it was, in the frame after it has gone; a command that moves the focus comes after that.
    requestAnimationFrame(() => requestAnimationFrame(item.run));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined && found.length > 0) {
      const next = Math.abs(step) === 1 ? (at + step + found.length) % found.length : Math.max(0, Math.min(found.length - 1, at + step));
      setAt(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') choose(current);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="palette-input">
        <Icon name="search" />
        <input
          // The sheet opens to be typed into.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus value={typed} placeholder={placeholder} spellCheck={false} onKeyDown={onKeyDown}
          role="combobox" aria-label={placeholder} aria-expanded aria-controls={list} aria-autocomplete="list"
          {...(current ? { 'aria-activedescendant': `${list}-${found.indexOf(current)}` } : {})}
          onChange={(e) => {
            if (e.target.value.startsWith('>') && onCommands) return onCommands();
            setTyped(e.target.value);
            setAt(0);
          }}
        />
      </div>
      <div className="palette-list" role="listbox" id={list} aria-label={placeholder}>
        {found.map((item, i) => (
          <div
            key={item.id} id={`${list}-${i}`} role="option" tabIndex={-1} aria-selected={item === current} className="palette-item"
            onClick={() => choose(item)} onKeyDown={onKeyDown} onPointerMove={() => setAt(i)}
          >
            {item.icon && <Icon name={item.icon} />}
            <span className="ell">{item.label}</span>
            <span className="hint">{item.hint}{item.keys !== undefined && <Keys keys={item.keys} />}</span>
          </div>
        ))}
        {found.length === 0 && <p className="palette-none">{none}</p>}
      </div>
    </>
  );
}

/** Items that answer what was typed, best first; all, in their own order, when nothing was. */
function rank<T extends { readonly label: string; readonly hint: string }>(items: readonly T[], typed: string): T[] {
  if (typed.trim() === '') return [...items];
  return items
    .map((item) => ({ item, score: matchScore(typed, `${item.label} ${item.hint}`) }))
    .filter((x): x is { item: T; score: number } => x.score !== undefined)
    .toSorted((a, b) => b.score - a.score)
    .map((x) => x.item);
}
