import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { severityClass } from '../../../model/severity.ts';
import type { LineFormatDefinition } from '../../../model/line-format.ts';
import { api, type Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useCaseSession, useConnection, useRead } from '../../rpc/react.tsx';
import { useParam } from '../../state/react.tsx';
import { Button, FailurePanel, IconButton, SeverityGlyph, Skeleton, TextBlock, useCommands, useToast } from '../../ui/index.ts';
import { pieces } from './format-pieces.ts';

type Tried = OutputOf<Api['tryFormat']>;

/** Typing is over for a moment: what was typed is tried. */
const QUIET_MS = 300;

/** What lines of a text look like, as a person describes them, tried on its first lines while they write. */
export function FormatPanel({ artifact, onClose }: { artifact: Artifact; onClose: () => void }): ReactNode {
  const session = useCaseSession();
  const connection = useConnection();
  const toast = useToast();
  const [text, setText] = useState<string>();
  const [tried, setTried] = useState<string>();
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    if (text === undefined) return undefined;
    const timer = setTimeout(() => setTried(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const answer = useRead(api.tryFormat, { sha256: artifact.sha256, text: tried, rows: 60 }, { dependsOn: 'nothing' });
  const found = answer.data;
  const shown = text ?? found?.text;
  const isCurrent = found !== undefined && found.text === shown;
  const definition = isCurrent && found.problems.length === 0 ? found.definition : undefined;
  const bytes = useParam('bytes');
  useCommands(useMemo(() => [
    { id: 'evidence.format.close', label: 'Close the format', keys: 'Escape', group: 'Evidence', hidden: true, when: () => bytes === undefined, run: onClose },
  ], [bytes, onClose]));

  async function apply(format: LineFormatDefinition | null): Promise<void> {
    setBusy(true);
    const ran = await session.run({ name: 'evidence.read', input: { sha256: artifact.sha256, format } });
    setBusy(false);
    if (!ran.ok) {
      toast({ kind: 'failed', text: ran.failure.message });
      return;
    }
    toast({ text: `${ran.value.summary}. It is read again.`, actions: [{ label: 'Undo', run: () => void session.undo() }] });
    onClose();
  }

  async function keep(): Promise<void> {
    if (shown === undefined) return;
    setBusy(true);
    const client = await connection.open();
    const kept = await client?.call(api.addOwnFormat, { text: shown });
    setBusy(false);
    if (kept?.ok) toast({ text: `“${kept.value.title}” is kept in ${kept.value.file}. Evidence that comes in from now on is read with it.` });
    else if (kept) toast({ kind: 'failed', text: kept.failure.message });
  }

  return (
    <section className="columns-panel focus-inside" aria-label="Format" ref={panel} tabIndex={-1}>
      <div className="panel-head columns-head">
        <h2 className="ell" title={artifact.paths[0]}>{`Format of ${visibleText(artifact.paths[0]!.split('/').pop() ?? '')}`}</h2>
        {isCurrent && <span className="t3 ell">{summaryOf(found, artifact)}</span>}
        <span className="grow" />
        {artifact.reading?.format && <Button kind="quiet" isDisabled={busy} onPress={() => apply(null)}>Let the format be found</Button>}
        <Button isDisabled={busy || definition === undefined} onPress={() => void keep()}>Keep for other evidence</Button>
        <Button kind="primary" isDisabled={busy || definition === undefined} onPress={() => (definition ? apply(definition) : undefined)}>Read with this format</Button>
        <IconButton icon="close" label="Close the format" keys="Escape" onPress={onClose} />
      </div>
      {answer.failure && <FailurePanel title="The first lines cannot be read" message={answer.failure.message} onRetry={answer.reload} />}
      {answer.loading && <Skeleton rows={10} rowHeight={28} label="Reading the first lines" />}
      {shown !== undefined && found && (
        <div className="columns-body format-body">
          <form className="columns-form format-form" aria-label="What a line looks like" onSubmit={(e) => e.preventDefault()}>
            <TextBlock label="Definition (JSON)" value={shown} onChange={setText} rows={20} />
            {isCurrent && <Problems problems={found.problems} />}
            <p className="t3">Groups of a pattern with a meaning: time, clock, level, service, host, trace_id, span_id, body, pairs, json. Any other group is a field. The samples have to be read as they say.</p>
          </form>
          <Lines tried={found} zone={artifact.zone} />
        </div>
      )}
    </section>
  );
}

function summaryOf({ records, notUnderstood, bytesRead }: Tried, artifact: Artifact): string {
  const where = bytesRead < artifact.sizeBytes ? ` in the first ${formatBytes(bytesRead)}` : '';
  return `${plural(records, 'record')}${where}, ${notUnderstood === 0 ? 'all read' : `${formatCount(notUnderstood)} not read`}`;
}

function Problems({ problems }: { problems: readonly string[] }): ReactNode {
  if (problems.length === 0) return <p className="t2" role="status">The patterns are sound and the samples are read as they say.</p>;
  return (
    <ul className="format-problems" aria-label="What is wrong">
      {problems.map((problem) => <li key={problem}><SeverityGlyph severity="warn" /><span>{visibleText(problem)}</span></li>)}
    </ul>
  );
}

/** The first lines, the groups marked where they stand, with the time and level that come of them. */
function Lines({ tried, zone }: { tried: Tried; zone: string }): ReactNode {
  return (
    <div className="columns-rows scroll focus-inside" tabIndex={0} role="group" aria-label="First lines as they are read">
      <table>
        <thead><tr><th scope="col">{`Read as, ${zone}`}</th><th scope="col">Level</th><th scope="col">Line</th></tr></thead>
        <tbody>
          {tried.lines.map((line, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines of a file have no other name
            <tr key={i} className={line.is === 'other' || line.problem !== undefined ? 'failing' : ''} title={line.problem}>
              <td>{line.timeNs === undefined ? <span className="t3">{line.is === 'belongs' ? 'of the record above' : line.is === 'other' ? 'not read' : 'no time'}</span> : `${formatDate(line.timeNs, zone)} ${formatTimeOfDay(line.timeNs, zone)}`}</td>
              <td className="t2">{line.severityNumber === 0 ? '' : severityClass(line.severityNumber)}</td>
              <td className={line.is === 'record' ? '' : 't2'}>
                {pieces(line.text, line.groups).map(({ from, text, name }) => (name === undefined ? visibleText(text) : <mark key={from} className="format-group" title={name}>{visibleText(text)}<span className="format-name">{name}</span></mark>))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
