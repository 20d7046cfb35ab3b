import { memo, useState, type ReactNode } from 'react';
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
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  if (facets.failure) return <FailurePanel title="Facets cannot be counted" message={facets.failure.message} onRetry={facets.reload} />;
  if (facets.loading) return <Skeleton rows={14} rowHeight={24} label="Counting facets" />;
  return (
    <div className="scroll grow">
      {facets.data?.filter((f) => f.values.length > 0).map((facet) => {
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
              const term: FilterTerm = { kind: 'field', field: facet.field, op: ':', value: v.value, negated: false };
              const excluded = filter.terms.some((t) => sameTerm(t, { ...term, negated: true }));
              const severity = facet.field === 'level' ? SEVERITY_CLASSES.find((c) => c === v.value) : undefined;
              return (
                <div className={excluded ? 'facet-value excluded' : 'facet-value'} key={v.value}>
                  <Checkbox isSelected={filter.terms.some((t) => sameTerm(t, term))} onChange={() => onToggle(term)}>
                    <span className="label" title={visibleText(v.label)}>{severity && <SeverityGlyph severity={severity} />}<span className="ell">{visibleText(shortenMiddle(v.label, 24)) || 'empty'}</span></span>
                  </Checkbox>
                  <span className="count">{formatCount(v.count)}</span>
                  <PlainButton className="icon-btn exclude" label={excluded ? `Stop leaving out ${visibleText(v.label)}` : `Leave out ${visibleText(v.label)}`} onPress={() => onToggle({ ...term, negated: true })}><Icon name={excluded ? 'plus' : 'minus'} size={12} /></PlainButton>
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
