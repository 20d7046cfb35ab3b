import { memo, useDeferredValue, useState, type ReactNode } from 'react';
import { formatCount, visibleText } from '../../../base/text.ts';
import type { Filter, FilterTerm } from '../../../model/filter.ts';
import { SEVERITY_CLASSES } from '../../../model/severity.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { Checkbox, FailurePanel, Icon, PlainButton, SeverityGlyph, Skeleton } from '../../ui/index.ts';
import { sameTerm } from './filter-state.ts';
import { shortenMiddle } from './lines.ts';

/** Values that occur most, by field: tick to keep only those, press the minus to leave one out. */
export const Facets = memo(function Facets({ filter, onToggle }: { filter: Filter; onToggle: (term: FilterTerm) => void }): ReactNode {
  const facets = useRead(api.facets, { filter, limit: 12 }, { dependsOn: 'index' });
  // Counts change with every step of an ingest: they never hold up what else is drawn.
  const shown = useDeferredValue(facets.data);
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  if (facets.failure) return <FailurePanel title="Facets cannot be counted" message={facets.failure.message} onRetry={facets.reload} />;
  if (facets.loading) return <Skeleton rows={14} rowHeight={24} label="Counting facets" />;
  return (
    <div className="scroll grow">
      {shown?.filter((f) => f.values.length > 0).map((facet) => {
        const isShut = shut.has(facet.field);
        const most = Math.max(...facet.values.map((v) => v.count), 1);
        return (
          <section className="facet" key={facet.field} style={isShut ? { paddingBottom: 0 } : {}}>
            <PlainButton
              className="facet-head focus-inside" label={`${facet.title}, ${isShut ? 'folded' : 'unfolded'}`}
              onPress={() => setShut((s) => { const next = new Set(s); if (!next.delete(facet.field)) next.add(facet.field); return next; })}
            >
              <Icon name={isShut ? 'chevron-right' : 'chevron-down'} size={12} /><span className="grow ell">{facet.title}</span>
              {(isShut || facet.distinct > facet.values.length) && <span className="t3">{formatCount(facet.distinct)}</span>}
            </PlainButton>
            {!isShut && facet.values.map((v) => {
              const term = termOf(facet.field, v.value);
              const excluded = filter.terms.some((t) => sameTerm(t, { ...term, negated: true }));
              return (
                <div className={excluded ? 'facet-value excluded' : 'facet-value'} key={v.value}>
                  <Only field={facet.field} value={v.value} label={v.label} isSelected={filter.terms.some((t) => sameTerm(t, term))} onToggle={onToggle} />
                  <span className="count">{formatCount(v.count)}</span>
                  <LeaveOut field={facet.field} value={v.value} label={v.label} isLeftOut={excluded} onToggle={onToggle} />
                  <i className="facet-bar"><b style={{ width: `${(v.count / most) * 100}%` }} /></i>
                </div>
              );
            })}
          </section>
        );
      })}
    </div>
  );
});

interface Value { readonly field: string; readonly value: string; readonly label: string; readonly onToggle: (term: FilterTerm) => void }

function termOf(field: string, value: string): FilterTerm {
  return { kind: 'field', field, op: ':', value, negated: false };
}

// Controls cost the most of a value, and stay as they are when it is counted anew.
const Only = memo(function Only({ field, value, label, isSelected, onToggle }: Value & { isSelected: boolean }): ReactNode {
  const severity = field === 'level' ? SEVERITY_CLASSES.find((c) => c === value) : undefined;
  return (
    <Checkbox isSelected={isSelected} onChange={() => onToggle(termOf(field, value))}>
      <span className="label" title={visibleText(label)}>{severity && <SeverityGlyph severity={severity} />}<span className="ell">{visibleText(shortenMiddle(label, 24)) || 'empty'}</span></span>
    </Checkbox>
  );
});

const LeaveOut = memo(function LeaveOut({ field, value, label, isLeftOut, onToggle }: Value & { isLeftOut: boolean }): ReactNode {
  return (
    <PlainButton className="icon-btn exclude" label={isLeftOut ? `Stop leaving out ${visibleText(label)}` : `Leave out ${visibleText(label)}`} onPress={() => onToggle({ ...termOf(field, value), negated: true })}>
      <Icon name={isLeftOut ? 'plus' : 'minus'} size={12} />
    </PlainButton>
  );
});
