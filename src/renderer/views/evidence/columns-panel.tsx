import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay, isZone } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { citationLabel } from '../../../model/evidence.ts';
import { TABLE_ROLES, TABLE_TIME_FORMATS, type TableMapping, type TableRole, type TableTimeFormat } from '../../../model/table-mapping.ts';
import { api, type Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useCaseSession, useRead } from '../../rpc/react.tsx';
import { useOpenBytes, useParam } from '../../state/react.tsx';
import { Button, Checkbox, Cite, FailurePanel, IconButton, Select, SeverityGlyph, Skeleton, TextField, useCommands, useToast } from '../../ui/index.ts';
import { rolesOf, withColumn, withTime } from './columns.ts';

type Preview = OutputOf<Api['tableColumns']>;

const DELIMITERS = [{ id: ',', label: 'Comma' }, { id: ';', label: 'Semicolon' }, { id: '\t', label: 'Tab' }, { id: '|', label: 'Bar |' }] as const;
const QUOTES = [{ id: 'double', label: 'Double "' }, { id: 'single', label: "Single '" }, { id: 'none', label: 'None' }] as const;
const QUOTE = { double: '"', single: "'", none: '' } as const;
const FORMATS: Record<TableTimeFormat, string> = {
  text: 'Says itself what it is (ISO 8601 …)', 'day-first': 'Day first, 31/12/2026', 'month-first': 'Month first, 12/31/2026',
  'epoch-s': 'Seconds since 1970', 'epoch-ms': 'Milliseconds since 1970', 'epoch-us': 'Microseconds since 1970', 'epoch-ns': 'Nanoseconds since 1970',
};
const ROLE_TITLE: Record<TableRole, string> = { message: 'Message', level: 'Level', service: 'Service', host: 'Host', trace: 'Trace id' };
const NONE = 'none';

/** What the columns of a table mean, with its first rows as they would be read and those that fail. */
export function ColumnsPanel({ artifact, onClose }: { artifact: Artifact; onClose: () => void }): ReactNode {
  const session = useCaseSession();
  const toast = useToast();
  const [draft, setDraft] = useState<TableMapping>();
  const [zone, setZone] = useState(artifact.zone);
  const [busy, setBusy] = useState(false);
  const soundZone = isZone(zone.trim()) ? zone.trim() : undefined;
  const answer = useRead(api.tableColumns, { sha256: artifact.sha256, mapping: draft, zone: soundZone, rows: 50 }, { dependsOn: 'nothing' });
  const preview = answer.data;
  const mapping = draft ?? preview?.mapping;
  const name = artifact.paths[0]!.split('/').pop() ?? '';
  const panel = useRef<HTMLElement>(null);
  // Keys begin here, and come back here when what had the focus is gone.
  useEffect(() => panel.current?.focus(), []);
  const bytes = useParam('bytes');
  useCommands(useMemo(() => [
    { id: 'evidence.columns.close', label: 'Close the columns', keys: 'Escape', group: 'Evidence', hidden: true, when: () => bytes === undefined, run: onClose },
  ], [bytes, onClose]));

  async function apply(to: TableMapping | null): Promise<void> {
    if (soundZone === undefined) return;
    setBusy(true);
    const ran = await session.run({ name: 'evidence.read', input: { sha256: artifact.sha256, mapping: to, ...(soundZone === artifact.zone ? {} : { zone: soundZone }) } });
    setBusy(false);
    if (!ran.ok) {
      toast({ kind: 'failed', text: ran.failure.message });
      return;
    }
    toast({ text: `${ran.value.summary}. It is read again.`, actions: [{ label: 'Undo', run: () => void session.undo() }] });
    onClose();
  }

  return (
    <section className="columns-panel focus-inside" aria-label="Columns" ref={panel} tabIndex={-1}>
      <div className="panel-head columns-head">
        <h2 className="ell" title={artifact.paths[0]}>{`Columns of ${visibleText(name)}`}</h2>
        {preview && <span className="t3 ell">{`${plural(preview.rowsRead, 'row')}${preview.bytesRead < artifact.sizeBytes ? ` of the first ${formatBytes(preview.bytesRead)}` : ''}, ${preview.rowsFailing === 0 ? 'none fails' : `${formatCount(preview.rowsFailing)} ${preview.rowsFailing === 1 ? 'fails' : 'fail'}`}`}</span>}
        <span className="grow" />
        {artifact.reading?.mapping && <Button kind="quiet" isDisabled={busy} onPress={() => apply(null)}>Back to the guess</Button>}
        <Button kind="primary" isDisabled={busy || mapping === undefined || soundZone === undefined} onPress={() => (mapping ? apply(mapping) : undefined)}>Read with these columns</Button>
        <IconButton icon="close" label="Close the columns" keys="Escape" onPress={onClose} />
      </div>
      {answer.failure && <FailurePanel title="The first rows cannot be read" message={answer.failure.message} onRetry={answer.reload} />}
      {answer.loading && <Skeleton rows={10} rowHeight={28} label="Reading the first rows" />}
      {mapping && preview && (
        <div className="columns-body">
          <Form mapping={mapping} preview={preview} zone={zone} zoneProblem={soundZone === undefined ? 'No such zone' : undefined} onZone={setZone} onChange={setDraft} onAnswered={() => panel.current?.focus()} />
          <div className="columns-right">
            <Rows mapping={mapping} preview={preview} zone={soundZone ?? artifact.zone} />
            <Failing sha256={artifact.sha256} preview={preview} />
          </div>
        </div>
      )}
    </section>
  );
}

function Form({ mapping, preview, zone, zoneProblem, onZone, onChange, onAnswered }: {
  mapping: TableMapping; preview: Preview; zone: string; zoneProblem: string | undefined; onZone: (zone: string) => void; onChange: (mapping: TableMapping) => void;
  /** The question is gone, and with it what had the focus. */
  onAnswered: () => void;
}): ReactNode {
  const columns = [{ id: NONE, label: 'None' }, ...preview.columns.map((name, i) => ({ id: String(i), label: visibleText(name) }))];
  const idOf = (at: number | undefined): string => (at === undefined ? NONE : String(at));
  const of = (id: string): number | undefined => (id === NONE ? undefined : Number(id));
  const { guess } = preview;
  // The question below says what could not be guessed.
  const said = (guess?.said ?? []).filter((one) => !one.endsWith('choose in Columns'));
  const asked = guess?.ambiguous !== undefined && mapping.time === undefined ? guess.ambiguous : undefined;
  return (
    <form className="columns-form scroll" aria-label="What the columns are" onSubmit={(e) => e.preventDefault()}>
      {said.length > 0 && <p className="t2">{`Guessed: ${said.join(', ')}.`}</p>}
      {asked !== undefined && (
        <div className="columns-question" role="group" aria-label="Day or month first">
          <p>{`Does “${visibleText(preview.columns[asked] ?? '')}” have the day first or the month? Nothing in it says so${preview.rows[0] ? `: ${visibleText(preview.rows[0].cells[asked] ?? '')}` : ''}.`}</p>
          {(['day-first', 'month-first'] as const).map((format) => (
            <Button key={format} onPress={() => { onChange({ ...mapping, time: { column: asked, format } }); onAnswered(); }}>{format === 'day-first' ? 'Day first' : 'Month first'}</Button>
          ))}
        </div>
      )}
      <div className="columns-pair">
        <Select label="Parted by" options={DELIMITERS} value={mapping.delimiter} onChange={(delimiter) => onChange({ ...mapping, delimiter })} />
        <Select label="Quotes" options={QUOTES} value={mapping.quote === '"' ? 'double' : mapping.quote === "'" ? 'single' : 'none'} onChange={(id) => onChange({ ...mapping, quote: QUOTE[id] })} />
      </div>
      <Checkbox isSelected={mapping.header} onChange={(header) => onChange({ ...mapping, header })}>The first row names the columns</Checkbox>
      <Select label="Time" options={columns} value={idOf(mapping.time?.column)} onChange={(id) => onChange(withTime(mapping, of(id)))} />
      {mapping.time && (
        <>
          <Select label="Written as" options={TABLE_TIME_FORMATS.map((id) => ({ id, label: FORMATS[id] }))} value={mapping.time.format} onChange={(format) => onChange({ ...mapping, time: { ...mapping.time!, format } })} />
          <div className="columns-pair">
            <Select label="Time of day" options={columns} value={idOf(mapping.time.clock)} onChange={(id) => onChange(withTime(mapping, mapping.time!.column, of(id)))} />
            <TextField label="Zone of its times" value={zone} onChange={onZone} error={zoneProblem} />
          </div>
        </>
      )}
      {TABLE_ROLES.map((role) => (
        <Select key={role} label={ROLE_TITLE[role]} options={columns} value={idOf(mapping[role])} onChange={(id) => onChange(withColumn(mapping, role, of(id)))} />
      ))}
      <p className="t3">Columns without a role become attributes under their names.</p>
    </form>
  );
}

/** The first rows, each column with its role, the time as it is understood in front. */
function Rows({ mapping, preview, zone }: { mapping: TableMapping; preview: Preview; zone: string }): ReactNode {
  const roles = rolesOf(mapping);
  const timed = mapping.time !== undefined;
  return (
    <div className="columns-rows scroll focus-inside" tabIndex={0} role="group" aria-label="First rows as they are read">
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            {timed && <th scope="col">{`Read as, ${zone}`}</th>}
            {preview.columns.map((name, i) => <th scope="col" key={name}>{visibleText(name)}{roles.has(i) && <span className="tag">{roles.get(i)}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.offsetBytes} className={row.problem === undefined ? '' : 'failing'} title={row.problem}>
              <td className="t3">{formatCount(row.line)}</td>
              {timed && <td>{row.timeNs === undefined ? <span className="t3">no time</span> : `${formatDate(row.timeNs, zone)} ${formatTimeOfDay(row.timeNs, zone)}`}</td>}
              {preview.columns.map((name, i) => <td key={name} className={roles.has(i) ? '' : 't2'}>{visibleText(row.cells[i] ?? '')}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Failing({ sha256, preview }: { sha256: string; preview: Preview }): ReactNode {
  const openBytes = useOpenBytes();
  if (preview.failing.length === 0) return null;
  return (
    <section className="columns-failing" aria-label="Rows that fail">
      <h3>{`Rows that fail: ${formatCount(preview.rowsFailing)}`}</h3>
      <ul className="scroll focus-inside" tabIndex={0}>
        {preview.failing.map((one) => {
          const reference = { sha256, locator: { kind: 'bytes', offsetBytes: one.offsetBytes, lengthBytes: Math.max(1, one.lengthBytes), line: one.line } } as const;
          return (
            <li key={one.offsetBytes}>
              <SeverityGlyph severity="warn" /><span className="t3">{`Line ${formatCount(one.line)}`}</span><span className="grow">{visibleText(one.message)}</span>
              <Cite onPress={() => openBytes(reference)} label={`Line ${one.line}: ${one.message} Open the bytes`}>{citationLabel(reference)}</Cite>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
