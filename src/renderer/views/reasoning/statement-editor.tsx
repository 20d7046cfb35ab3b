import { useEffect, useRef, useState, type ReactNode } from 'react';

/** What comes next once the words stand: the tree again, an answer to them, or whatever was pressed instead. */
export type Then = 'stay' | 'below' | 'left';

/** Words of a step where they stand. Enter keeps them, Tab keeps them and goes on to an answer, Escape leaves them as they were. */
export function StatementEditor({ label, initial, isWhole, placeholder, onCommit, onCancel }: {
  label: string; initial: string;
  /** All of it is selected, so that typing begins anew. */
  isWhole: boolean; placeholder: string;
  onCommit: (text: string, then: Then) => void; onCancel: () => void;
}): ReactNode {
  const [text, setText] = useState(initial);
  const box = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    if (isWhole) area.select();
    else area.setSelectionRange(area.value.length, area.value.length);
    area.scrollIntoView({ block: 'nearest' });
  }, [isWhole]);
  const end = (act: () => void): void => {
    if (done.current) return;
    done.current = true;
    act();
  };
  return (
    <textarea
      ref={box} className="rs-statement-editor" aria-label={label} rows={1} maxLength={2000} spellCheck={false} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
      onBlur={() => end(() => onCommit(text, 'left'))}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey) end(() => onCommit(text, 'stay'));
        else if (event.key === 'Tab' && !event.shiftKey && text.trim() !== '') end(() => onCommit(text, 'below'));
        else if (event.key === 'Escape') end(onCancel);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
