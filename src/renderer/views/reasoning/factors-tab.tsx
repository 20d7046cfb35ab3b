import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { causeOfFactors } from '../../../figures/cause.ts';
import { FACTOR_PARTS, type Factor, type FactorPart } from '../../../model/cause.ts';
import { FACTOR_PART_TITLE, newFactor } from '../../../model/factor.ts';
import { failureModeOfFactor } from '../../../model/failure-mode.ts';
import { removeItem, saveItem } from '../../../model/item-change.ts';
import { itemsOf } from '../../../model/item.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, isOnArrival, MenuButton, Segmented, useCommands, type Command } from '../../ui/index.ts';
import { FactorBoard, partBeside } from './factor-board.tsx';
import { FactorDrawer, NewFactorDrawer } from './factor-drawer.tsx';
import { Head, type TabProps } from './head.tsx';
import { TaxonomySheet } from './taxonomy-sheet.tsx';
import type { Edit } from './edit-line.ts';
import { newId } from './why-drawer.tsx';
import { CauseDrawing } from './why-figures.tsx';
import { now, short } from './words.ts';

/** What contributed, by the part it played. */
export function FactorsTab({ reasoning, onTab, edit, show }: TabProps & { edit: Edit }): ReactNode {
  const place = usePlaceStore();
  const selectedId = useParam('sel');
  const isNew = useParam('edit') === 'new';
  const partParam = useParam('part');
  const isDrawn = useParam('as') === 'fishbone';
  const { title } = useCaseInfo();
  const { factors } = reasoning;
  const cause = useMemo(() => causeOfFactors({ id: 'effect', title }, factors), [title, factors]);
  const selected = factors.find(({ id }) => id === selectedId);
  const boardRef = useRef<HTMLDivElement>(null);
  const [focusTitle, setFocusTitle] = useState(0);
  const asked = useRef(false);
  const [sheet, setSheet] = useState(false);
  const [moved, setMoved] = useState('');

  const refocus = useRef(false);
  const focusBoard = useCallback((): void => { refocus.current = true; boardRef.current?.focus(); }, []);
  useEffect(() => {
    if (!refocus.current || isNew || !boardRef.current) return;
    refocus.current = false;
    boardRef.current.focus();
  });
  const select = useCallback((id: string | undefined): void => place.set({ sel: id, edit: undefined, part: undefined }, { replace: true }), [place]);
  const ask = useCallback((): void => { asked.current = true; setFocusTitle((n) => n + 1); }, []);
  const takeFocus = useCallback((): boolean => { const was = asked.current; asked.current = false; return was; }, []);
  const open = useCallback((id: string): void => { select(id); ask(); }, [select, ask]);
  const startNew = (): void => place.set({ edit: 'new', part: selected?.part }, { replace: true });
  const change = (id: string, to: Partial<Factor>): void => void edit((items) => {
    const factor = itemsOf(items, 'factor').find((one) => one.id === id);
    return factor ? { label: `Changed the factor “${short(factor.title)}”`, commands: [saveItem({ ...factor, ...to })] } : { label: '', commands: [] };
  });
  const move = useCallback((id: string, part: FactorPart): void => {
    void edit((items) => {
      const factor = itemsOf(items, 'factor').find((one) => one.id === id);
      return factor ? { label: `“${short(factor.title)}” is ${FACTOR_PART_TITLE[part].toLowerCase()}`, commands: [saveItem({ ...factor, part })] } : { label: '', commands: [] };
    });
    setMoved(FACTOR_PART_TITLE[part]);
  }, [edit]);
  const add = (title: string, part: FactorPart): void => {
    const factor = newFactor(newId(), title, part, now());
    void edit(() => ({ label: `Added the factor “${short(title)}”`, commands: [saveItem(factor)] }));
    select(factor.id);
    focusBoard();
  };
  const remove = (factor: Factor): void => {
    const column = factors.filter(({ part }) => part === factor.part);
    const next = column[column.indexOf(factor) + 1] ?? column[column.indexOf(factor) - 1] ?? factors.find((one) => one !== factor);
    void edit(() => ({ label: `Removed the factor “${short(factor.title)}”`, commands: [removeItem(factor)] }), { said: true });
    select(next?.id);
    focusBoard();
  };
  const makeMode = (factor: Factor): void => {
    const mode = failureModeOfFactor(newId(), factor, now());
    void edit(() => ({ label: `Failure mode from “${short(factor.title)}”`, commands: [saveItem(mode)] }));
    place.go('reasoning', { tab: 'fmea', sel: mode.id });
  };

  const inBoard = (): boolean => boardRef.current !== null && document.activeElement === boardRef.current;
  const hasCard = (): boolean => selected !== undefined && !isNew && inBoard();
  const commands: Command[] = [
    { id: 'reasoning.new-factor', label: 'New factor', icon: 'plus', keys: 'n', group: 'Factors', run: startNew },
    { id: 'reasoning.open-factor', label: 'Change the factor', icon: 'edit', keys: 'Enter F2', group: 'Factors', when: hasCard, run: ask },
    { id: 'reasoning.walk-factors', label: 'Walk the factors', keys: 'Down Right Up Left', group: 'Factors', hidden: true, when: () => isOnArrival() && factors.length > 0 && !inBoard(), run: () => { focusBoard(); if (!selected) select(FACTOR_PARTS.flatMap((part) => factors.filter((one) => one.part === part))[0]?.id); } },
    { id: 'reasoning.factor-right', label: 'Move the factor a column on', keys: 'Shift+Right', group: 'Factors', hidden: true, when: hasCard, run: () => move(selected!.id, partBeside(selected!.part, 1)) },
    { id: 'reasoning.factor-left', label: 'Move the factor a column back', keys: 'Shift+Left', group: 'Factors', hidden: true, when: hasCard, run: () => move(selected!.id, partBeside(selected!.part, -1)) },
    { id: 'reasoning.remove-factor', label: 'Remove the factor', icon: 'trash', keys: 'Delete Backspace', group: 'Factors', when: hasCard, run: () => remove(selected!) },
    { id: 'reasoning.taxonomies', label: 'Edit taxonomies', icon: 'edit', group: 'Factors', run: () => setSheet(true) },
    { id: 'reasoning.leave-factor', label: 'Close the drawer', keys: 'Escape', group: 'Factors', hidden: true, when: () => selected !== undefined && !isNew, run: () => { select(undefined); focusBoard(); } },
  ];
  useCommands(commands);
  const begun = useMemo(() => FACTOR_PARTS.find((id) => id === partParam) ?? 'trigger', [partParam]);
  return (
    <>
      <section className="main rs-main" aria-label="Reasoning">
        <Head tab="factors" reasoning={reasoning} onTab={onTab}>
          {factors.length > 0 && <Segmented label="Factors as" value={isDrawn ? 'fishbone' : 'board'} onChange={(id) => place.set({ as: id === 'fishbone' ? 'fishbone' : undefined })} options={[{ id: 'board', label: 'Board' }, { id: 'fishbone', label: 'Fishbone' }]} />}
          {factors.length > 0 && <Button kind="primary" icon="plus" keys="n" onPress={startNew}>New factor</Button>}
          <MenuButton label="More of the factors" icon="more" entries={[{ id: 'taxonomies', label: 'Edit taxonomies', icon: 'edit', run: () => setSheet(true) }]} />
        </Head>
        {factors.length === 0 && !isNew
          ? <Empty action={<Button kind="primary" icon="plus" keys="n" onPress={startNew}>New factor</Button>}>No factors yet. Nothing has one cause: say what set it off, what let it happen, what was there long before, what made it longer or shorter, and what was luck. A step of the whys becomes a factor with one press.</Empty>
          : isDrawn ? <CauseDrawing form="fishbone" cause={cause} fileName="factors" label="Fishbone of the factors" show={show} onOpen={select} />
            : <FactorBoard factors={factors} taxonomies={reasoning.taxonomies} selectedId={selectedId} show={show} onSelect={select} onOpen={open} onMove={move} boardRef={boardRef} />}
        <p className="sr-only" role="status">{moved}</p>
      </section>
      {isNew ? <NewFactorDrawer part={begun} onAdd={add} onCancel={() => { select(selectedId); focusBoard(); }} /> : selected && (
        <FactorDrawer
          key={selected.id} factor={selected} reasoning={reasoning} show={show} focusTitle={focusTitle} takeFocus={takeFocus} onChange={(to) => change(selected.id, to)} onMode={() => makeMode(selected)} onTaxonomies={() => setSheet(true)}
          onRemove={() => remove(selected)} onClose={() => { select(undefined); focusBoard(); }} onLeave={focusBoard}
        />
      )}
      <TaxonomySheet isOpen={sheet} taxonomies={reasoning.taxonomies} own={reasoning.ownTaxonomies} onChange={(made) => void edit(() => made)} onClose={() => setSheet(false)} />
    </>
  );
}
