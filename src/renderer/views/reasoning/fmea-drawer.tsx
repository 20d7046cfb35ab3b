import { type ReactNode } from 'react';
import { ACTION_PRIORITY_ABOUT, actionPriority, ratingWords, riskPriorityNumber } from '../../../model/action-priority.ts';
import type { FailureMode } from '../../../model/cause.ts';
import { FACTOR_PART_TITLE } from '../../../model/factor.ts';
import { NOT_NAMED } from '../../../model/failure-mode.ts';
import { useCaseUi, useCaseUiStore, usePlaceStore } from '../../state/react.tsx';
import { Drawer, MenuButton, Select } from '../../ui/index.ts';
import type { RatingColumn } from './fmea-columns.ts';
import { Links } from './links.tsx';
import { Proof } from './proof.tsx';
import type { Reasoning } from './use-reasoning.ts';
import { short } from './words.ts';

const SCALES: ReadonlyArray<readonly [RatingColumn, string]> = [['severity', 'Severity'], ['occurrence', 'Occurrence'], ['detectability', 'Detection']];
const RATINGS = ['10', '9', '8', '7', '6', '5', '4', '3', '2', '1'] as const;

/** A row of the sheet: its ratings in words, what shows it, what it comes from, what is done about it. */
export function FmeaDrawer({ mode, reasoning, show, onChange, onRemove, onClose, onLeave }: {
  mode: FailureMode; reasoning: Reasoning; show: (text: string) => string; onChange: (change: Partial<FailureMode>) => void; onRemove: () => void; onClose: () => void; onLeave: () => void;
}): ReactNode {
  const place = usePlaceStore();
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const priority = actionPriority(mode);
  const number = riskPriorityNumber(mode);
  return (
    <Drawer
      label="Failure mode" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose} title={<b>{mode.mode === NOT_NAMED ? 'Failure mode' : short(show(mode.mode), 48)}</b>}
      actions={<MenuButton label="More about this failure mode" icon="more" entries={[{ id: 'remove', label: 'Remove the row', icon: 'trash', keys: 'Ctrl+Delete', run: onRemove }]} />}
    >
      <div role="presentation" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); event.stopPropagation(); onLeave(); } }}>
        <div className="rs-form">
          {SCALES.map(([scale, title]) => {
            const rating = mode[scale];
            return (
              <Select
                key={scale} label={title} placeholder="Not rated" value={rating === undefined ? 'none' : RATINGS.find((one) => Number(one) === rating)} onChange={(value) => onChange({ [scale]: value === 'none' ? undefined : Number(value) })}
                options={[...RATINGS.map((id) => ({ id, label: `${id}: ${ratingWords(scale, Number(id))}` })), { id: 'none' as const, label: 'Not rated' }]}
              />
            );
          })}
          <p aria-live="polite">{priority === undefined ? <span className="t2">Rate all three for an action priority.</span> : <><b>{`${ACTION_PRIORITY_ABOUT[priority]}.`}</b><span className="t2">{` RPN ${String(number)}.`}</span></>}</p>
        </div>
        <Links
          title="Actions" of="Actions about it" add="Link an action" gone="An action that was removed" ids={mode.actions} onChange={(ids) => onChange({ actions: ids })} onOpen={(id) => place.go('actions', { sel: id })}
          options={reasoning.actions.map((action) => ({ id: action.id, label: short(show(action.title)), aside: action.state.replace('-', ' ') }))}
          create={{ label: 'Action from this row', run: () => place.go('actions', { edit: 'new', title: mode.mode === NOT_NAMED ? '' : `Prevent “${mode.mode}”`.slice(0, 300) }) }}
        />
        <Proof evidence={mode.evidence} without="Nothing shows this yet." onChange={(evidence) => onChange({ evidence })} />
        <Links
          title="Factors" of="Factors it comes from" add="Link a factor" gone="A factor that was removed" ids={mode.factors} onChange={(ids) => onChange({ factors: ids })} onOpen={(id) => place.go('reasoning', { tab: 'factors', sel: id })}
          options={reasoning.factors.map((factor) => ({ id: factor.id, label: short(show(factor.title)), aside: FACTOR_PART_TITLE[factor.part] }))}
        />
        {(reasoning.nodes.length > 0 || mode.nodes.length > 0) && (
          <Links
            title="Fault trees" of="Events of fault trees it stands for" add="Link an event of a fault tree" gone="An event that was removed" ids={mode.nodes} onChange={(ids) => onChange({ nodes: ids })}
            onOpen={(id) => { const node = reasoning.nodes.find((one) => one.id === id); place.go('fault-tree', { tree: node?.treeId, sel: id }); }}
            options={reasoning.nodes.filter((node) => node.type === 'event').map((node) => ({ id: node.id, label: short(show(node.title === '' ? node.name : node.title)), aside: reasoning.trees.find(({ id }) => id === node.treeId)?.title }))}
          />
        )}
      </div>
    </Drawer>
  );
}
