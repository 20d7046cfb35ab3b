import type { ReactNode } from 'react';
import { formatCount, visibleText } from '../../../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../../../base/time.ts';
import { citationLabel, formatCitation } from '../../../../model/evidence.ts';
import type { EventRow } from '../../../../model/event.ts';
import { api } from '../../../../protocol/api.ts';
import type { WindowChange } from '../../../../protocol/methods/message-templates.ts';
import { useRead } from '../../../rpc/react.tsx';
import { useActions, useCaseUi, useCaseUiStore, useOpenBytes, usePlaceStore } from '../../../state/react.tsx';
import { Button, Cite, Drawer, Facts, IconButton, Section } from '../../../ui/index.ts';
import type { Compared } from './change-table.tsx';
import { Pattern } from './pattern.tsx';
import { chanceText, changeSentence, CHANGE_WORDS, rateText } from './words.ts';

/** One change in full: how much, how sure, since when, and a record that shows it. */
export function TemplateDrawer({ row, data, zone, onOpen, onClose }: { row: WindowChange; data: Compared; zone: string; onOpen: () => void; onClose: () => void }): ReactNode {
  const ui = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const template = useRead(api.getMessageTemplate, { id: row.value }, { dependsOn: 'index', enabled: row.kind === 'template' }).data;
  const at = (ns: bigint): string => `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone)}`;
  return (
    <Drawer
      label="Template" widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={onClose}
      title={<b className={`change change-${row.change}`}>{CHANGE_WORDS[row.change]}</b>}
      foot={<Button icon="explore" keys="Enter" onPress={onOpen}>Open records</Button>}
    >
      <p className="template-full mono">{row.kind === 'template' ? <Pattern text={row.label} {...(template ? { parameters: template.parameters } : {})} /> : `${visibleText(row.field)}: ${visibleText(row.label)}`}</p>
      <p className="drawer-note">{changeSentence(row)}</p>
      {row.change !== 'same' && <p className="drawer-note t2">{chanceText(row)}</p>}
      <Facts facts={[
        ['Before', <>{formatCount(row.baselineCount)} <span className="t3">{rateText(row.baselineRate)}</span></>],
        ['Incident', <>{formatCount(row.incidentCount)} <span className="t3">{rateText(row.incidentRate)}</span></>],
        ...(row.firstNs === undefined ? [] : [['First', <>{at(row.firstNs)}{row.isFirstSeen && <span className="t3"> in the incident</span>}</>] as const]),
        ...(row.lastNs === undefined ? [] : [['Last', at(row.lastNs)] as const]),
        ...(row.kind === 'template' ? [['Id', <span key="id" className="mono">{row.value}</span>] as const] : []),
        ['Compared', `${formatCount(data.comparisons)} in all: q allows for that`],
      ]} />
      {row.sample && <Sample sample={row.sample} zone={zone} />}
    </Drawer>
  );
}

/** A record that says it, and where it stands. */
export function Sample({ sample, zone }: { sample: EventRow; zone: string }): ReactNode {
  const place = usePlaceStore();
  const actions = useActions();
  const openBytes = useOpenBytes();
  const reference = { sha256: sample.sha256, locator: { kind: 'bytes', offsetBytes: sample.offsetBytes, lengthBytes: Math.max(1, sample.lengthBytes), ...(sample.line > 0 ? { line: sample.line } : {}) } } as const;
  return (
    <Section title="One of them" aside={sample.timeNs === undefined ? 'no time' : formatTimeOfDay(sample.timeNs, zone)}>
      <p className="template-sample mono">{visibleText(sample.body, true)}</p>
      <div className="drawer-actions">
        <Cite onPress={() => openBytes(reference)} label="Open the bytes of this record">{citationLabel(reference)}</Cite>
        <Button kind="link" onPress={() => place.go('explore', { tab: undefined, row: undefined, show: undefined, filter: undefined, sel: `${sample.sha256}:${sample.offsetBytes}` })}>Open it among the records</Button>
        <IconButton icon="cite" label="Copy a citation of this record" onPress={() => void actions.copy(formatCitation(reference), 'Citation copied. Paste it into the postmortem.')} />
      </div>
    </Section>
  );
}
