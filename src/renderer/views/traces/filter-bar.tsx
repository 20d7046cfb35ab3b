import { useEffect, useState, type ReactNode } from 'react';
import { formatCount } from '../../../base/text.ts';
import { usePlaceStore } from '../../state/react.tsx';
import { Checkbox, Icon, Select, TextField } from '../../ui/index.ts';
import { NO_SERVICE } from './filter-state.ts';
import { useNames } from './use-names.ts';
import { nameText, parseDuration, serviceText } from './words.ts';

const ANY = '';

/** What traces to show: service, operation, duration, errors, text. Each is a parameter of the link. */
export function TraceFilterBar({ textId, service, op, min, errors, q }: {
  textId: string; service: string | undefined; op: string | undefined; min: string | undefined; errors: boolean; q: string | undefined;
}): ReactNode {
  const place = usePlaceStore();
  const names = useNames(service === NO_SERVICE ? '' : service).data;
  const services = [{ id: ANY, label: 'Any service' }, ...(names?.services ?? []).map((s) => ({ id: s.name === '' ? NO_SERVICE : s.name, label: `${serviceText(s.name)} (${formatCount(s.spans)})` }))];
  const operations = [{ id: ANY, label: 'Any operation' }, ...(service === undefined ? [] : (names?.operations ?? []).map((o) => ({ id: o.name, label: `${nameText(o.name)} (${formatCount(o.spans)})` })))];
  return (
    <div className="trace-filter" role="search" aria-label="Filter traces">
      <div className="pick"><Select label="Service" hideLabel options={named(services, service, serviceText)} value={service ?? ANY} onChange={(next) => place.set({ service: next || undefined, op: undefined })} /></div>
      {service !== undefined && <div className="pick"><Select label="Operation" hideLabel options={named(operations, op, nameText)} value={op ?? ANY} onChange={(next) => place.set({ op: next || undefined })} /></div>}
      <MinDuration key={min ?? ''} min={min} />
      <Checkbox isSelected={errors} onChange={(on) => place.set({ errors: on ? '1' : undefined })}>Errors only</Checkbox>
      <Text id={textId} q={q} />
    </div>
  );
}

/** What the link names is a choice even where no span bears the name. */
function named(options: Array<{ id: string; label: string }>, value: string | undefined, text: (name: string) => string): Array<{ id: string; label: string }> {
  return value === undefined || options.some((o) => o.id === value) ? options : [...options, { id: value, label: text(value) }];
}

function MinDuration({ min }: { min: string | undefined }): ReactNode {
  const place = usePlaceStore();
  const [text, setText] = useState(min ?? '');
  const wrong = text.trim() !== '' && parseDuration(text) === undefined;
  const take = (): void => {
    if (!wrong && text.trim() !== (min ?? '')) place.set({ min: text.trim() || undefined });
  };
  return (
    <div className="min-duration" title={wrong ? 'A duration is a number with ns, us, ms, s, min or h' : undefined}>
      <TextField label="Minimum duration" hideLabel placeholder="Min, 250 ms" value={text} onChange={setText} onBlur={take} onKeyDown={(e) => { if (e.key === 'Enter') take(); }} {...(wrong ? { error: '' } : {})} />
    </div>
  );
}

/** Waits for a pause in typing: each letter would be a question of its own. */
const PAUSE_MS = 300;

function Text({ id, q }: { id: string; q: string | undefined }): ReactNode {
  const place = usePlaceStore();
  const [text, setText] = useState(q ?? '');
  const [seen, setSeen] = useState(q);
  // Changed by a link or a button: what stands here follows.
  if (q !== seen) {
    setSeen(q);
    if ((q ?? '') !== text.trim()) setText(q ?? '');
  }
  useEffect(() => {
    if (text.trim() === (q ?? '')) return undefined;
    const timer = setTimeout(() => place.set({ q: text.trim() || undefined }, { replace: true }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, q, place]);
  return (
    <span className="field text">
      <Icon name="filter" />
      <input
        id={id} aria-label="Text in spans" placeholder="Text or id" spellCheck={false} value={text} onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Escape' && e.key !== 'Enter') return;
          if (e.key === 'Escape') setText('');
          e.currentTarget.blur();
          document.querySelector<HTMLElement>('.trace-rows')?.focus();
          e.stopPropagation();
        }}
      />
    </span>
  );
}
