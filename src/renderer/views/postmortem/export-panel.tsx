import { useMemo, useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import type { Audience } from '../../../model/audience.ts';
import { SENSITIVE_TITLE } from '../../../model/sensitivity.ts';
import { api } from '../../../protocol/api.ts';
import type { ReportChoices, ReportFinding, ReportFormat } from '../../../protocol/methods/report.ts';
import { useRead } from '../../rpc/react.tsx';
import { useActions, usePreference } from '../../state/react.tsx';
import { Button, Checkbox, FailurePanel, Icon, PlainButton, Segmented, Select, Skeleton } from '../../ui/index.ts';
import { STATUS_TITLE, StatusTexts } from './export-status.tsx';
import './export.css';

const FORMATS: ReadonlyArray<{ readonly id: ReportFormat; readonly label: string; readonly says: string }> = [
  { id: 'pdf', label: 'PDF', says: 'Cover, text with its figures, actions, minutes, and every piece of evidence cited.' },
  { id: 'html', label: 'HTML page', says: 'The same as one file for a browser: no script, nothing fetched, light and dark, prints.' },
  { id: 'md', label: 'Markdown', says: 'The same as text that GitHub and GitLab show. Saved by the app, figures lie in a folder beside it.' },
  { id: 'deck', label: 'Slides for the review', says: 'Summary, milestones, timeline, each decision, learnings and actions, as one HTML file.' },
  { id: 'status', label: 'Status mails', says: `Three texts from what is on record: ${Object.values(STATUS_TITLE).join(', ').toLowerCase()}. Read them before you send them.` },
];
const WRITES: Readonly<Record<ReportFormat, string>> = { pdf: 'PDF', html: 'HTML page', md: 'Markdown', deck: 'slides', status: 'status mails' };
const STANDARDS = [{ id: 'a-2a', label: 'PDF/A-2a, to be kept' }, { id: 'ua-1', label: 'PDF/UA-1, for screen readers' }] as const;
/** Findings that one reads in a panel; the number says how many there are. */
const MOST_FINDINGS = 60;

/** What leaves the case: as what, for whom, and what of it should perhaps stay. */
export function ExportPanel({ onLine }: { onLine: (line: number) => void }): ReactNode {
  const actions = useActions();
  const preferred = usePreference((p) => p.asRoles);
  const [format, setFormat] = useState<ReportFormat>('pdf');
  const [audience, setAudience] = useState<Audience>('internal');
  const [standard, setStandard] = useState<'a-2a' | 'ua-1'>('a-2a');
  const [ownRoles, setOwnRoles] = useState<boolean>();
  const [mask, setMask] = useState(false);
  const [writing, setWriting] = useState(false);
  const roles = audience === 'external' || (ownRoles ?? preferred);
  const choices = useMemo((): ReportChoices => ({ format, audience, standard, roles, mask }), [format, audience, standard, roles, mask]);
  // What is found does not depend on the standard, nor on whether it is masked.
  const check = useRead(api.checkReport, { format, audience, roles }, { dependsOn: 'work' });
  const chosen = FORMATS.find(({ id }) => id === format)!;
  const write = async (): Promise<void> => {
    setWriting(true);
    try {
      await actions.saveReport(choices);
    } finally {
      setWriting(false);
    }
  };
  return (
    <form className="pm-export" aria-label="Export" onSubmit={(event) => { event.preventDefault(); void write(); }}>
      <Select label="As" value={format} options={FORMATS} onChange={setFormat} />
      <p className="t3">{chosen.says}</p>
      {format === 'pdf' && <Select label="Standard" value={standard} options={STANDARDS} onChange={setStandard} />}
      <div className="pm-export-field">
        <span className="t2">For</span>
        <Segmented label="For" value={audience} onChange={setAudience} options={[{ id: 'internal', label: 'Inside' }, { id: 'external', label: 'Outside' }]} />
      </div>
      {audience === 'external' && (
        <p className="t3">Left out: what is marked internal, minutes, declined actions, trackers, log and terminal excerpts, tables from evidence, paths. Names of hosts and services stay as they were written.</p>
      )}
      <Checkbox isSelected={roles} onChange={(on) => { if (audience === 'internal') setOwnRoles(on); }}>{audience === 'external' ? 'People as roles, always for outside' : 'People as roles'}</Checkbox>
      <Checkbox isSelected={mask} onChange={setMask}>Mask what looks like secrets or personal data</Checkbox>
      {check.failure && !check.data && <FailurePanel title="The report could not be looked through" message={check.failure.message} onRetry={() => check.reload()} />}
      {!check.data && !check.failure && <Skeleton rows={3} rowHeight={24} label="Looking for secrets and personal data" />}
      {check.data && <Findings findings={check.data.findings} mask={mask} onMask={() => setMask(true)} onLine={onLine} />}
      {check.data && <p className="pm-export-name"><span className="t3">File</span><span className="mono">{check.data.fileName}</span></p>}
      <Button type="submit" icon="download" isDisabled={writing || (check.failure !== undefined && !check.data)}>{writing ? 'Writing' : `Write ${WRITES[format]}`}</Button>
      {format === 'status' && <StatusTexts choices={{ audience, roles, mask }} />}
    </form>
  );
}

function Findings({ findings, mask, onMask, onLine }: { findings: readonly ReportFinding[]; mask: boolean; onMask: () => void; onLine: (line: number) => void }): ReactNode {
  if (findings.length === 0) return <p className="pm-export-clear" role="status"><Icon name="check" size={14} />Nothing in it looks like a secret or personal data.</p>;
  const secrets = findings.filter((finding) => finding.isSecret).length;
  const what = [secrets > 0 ? plural(secrets, 'secret') : '', findings.length > secrets ? `${findings.length - secrets} of personal data` : ''].filter((part) => part !== '').join(', ');
  return (
    <section className="pm-export-found" aria-label="Looks like secrets or personal data">
      <p role="status" className={secrets > 0 && !mask ? 'warn' : ''}><Icon name={mask ? 'check' : 'warning'} size={14} /><span className="grow">{mask ? `Masked in the file: ${what}` : `Looks like ${what}`}</span>{!mask && <Button kind="link" onPress={onMask}>Mask them</Button>}</p>
      <ul>
        {findings.slice(0, MOST_FINDINGS).map((finding, i) => (
          <li key={i}><FindingRow finding={finding} onLine={onLine} /></li>
        ))}
      </ul>
      {findings.length > MOST_FINDINGS && <p className="t3">{`and ${findings.length - MOST_FINDINGS} more`}</p>}
    </section>
  );
}

function FindingRow({ finding, onLine }: { finding: ReportFinding; onLine: (line: number) => void }): ReactNode {
  const { kind, hint, where, why, line, count } = finding;
  const words = (
    <>
      <span>{SENSITIVE_TITLE[kind]}{count > 1 ? `, ${count} times` : ''} <span className="mono">{visibleText(hint)}</span></span>
      <span className="t3">{visibleText(where)}{line === undefined ? '' : `, line ${line}`}: {why}</span>
    </>
  );
  return line === undefined ? <div className="pm-row">{words}</div> : <PlainButton className="pm-row focus-inside" onPress={() => onLine(line)}>{words}</PlainButton>;
}
