import { useState, type ReactNode } from 'react';
import { formatCount } from '../../../base/text.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { FaultTreeAnalysis, Importance, TopEventResult } from '../../../model/fault-tree/result.ts';
import { Button, Section, Select } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';
import { measureText } from './numbers.tsx';

const MEASURES = [
  { id: 'birnbaum', label: 'Birnbaum' }, { id: 'criticality', label: 'Criticality' }, { id: 'diagnostic', label: 'Diagnostic' }, { id: 'raw', label: 'RAW' }, { id: 'rrw', label: 'RRW' }, { id: 'cutSets', label: 'Cut sets' },
] as const;
type Measure = (typeof MEASURES)[number]['id'];

const FEW = 8;

function valueOf(row: Importance, measure: Measure | 'fussellVesely'): number | undefined {
  const value = row[measure];
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Which events matter most: Fussell-Vesely, and another measure beside it. */
export function ImportanceTable({ document, analysis, top }: { document: FaultTreeDocument; analysis: FaultTreeAnalysis; top: TopEventResult }): ReactNode {
  const [measure, setMeasure] = useState<Measure>('birnbaum');
  const [sort, setSort] = useState<'fv' | 'measure'>('fv');
  const [all, setAll] = useState(false);
  if (top.importance.length === 0) return null;
  const by = sort === 'fv' ? 'fussellVesely' : measure;
  const rows = top.importance.toSorted((a, b) => (valueOf(b, by) ?? -1) - (valueOf(a, by) ?? -1));
  const shown = all ? rows : rows.slice(0, FEW);
  return (
    <Section title="Importance" aside={<Select<Measure> label="Measure beside Fussell-Vesely" hideLabel options={MEASURES} value={measure} onChange={setMeasure} />}>
      <table className="ft-table" aria-label="Importance">
        <colgroup><col style={{ width: 54 }} /><col /><col style={{ width: 32 }} /><col style={{ width: 52 }} /><col style={{ width: 72 }} /></colgroup>
        <thead>
          <tr>
            <th scope="col">Id</th><th scope="col">Event</th>
            <th scope="col" colSpan={2} className="num" aria-sort={sort === 'fv' ? 'descending' : 'none'}><Button kind="link" onPress={() => setSort('fv')}>FV</Button></th>
            <th scope="col" className="num" aria-sort={sort === 'measure' ? 'descending' : 'none'}><Button kind="link" onPress={() => setSort('measure')}>{MEASURES.find((m) => m.id === measure)!.label}</Button></th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const named = namedOf(document, analysis, row.id);
            const share = Math.max(0, Math.min(1, row.fussellVesely ?? 0));
            return (
              <tr key={row.id}>
                <td><EventChip named={named} /></td>
                <td className="ell" title={named.title}>{named.title}</td>
                <td><i className="ft-bar" aria-hidden><b style={{ width: `${share * 100}%` }} /></i></td>
                <td className="num">{measureText(row.fussellVesely)}</td>
                <td className="num">{measure === 'cutSets' ? formatCount(row.cutSets) : measureText(valueOf(row, measure))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > FEW && <p className="ft-remark"><Button kind="link" onPress={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${formatCount(rows.length)}`}</Button></p>}
    </Section>
  );
}
