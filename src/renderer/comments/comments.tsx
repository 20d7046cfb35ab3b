import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { plural, visibleText } from '../../base/text.ts';
import { formatDayMonth } from '../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../base/time.ts';
import { isOpen, type Comment, type CommentSubject } from '../../model/comment.ts';
import { Prose } from '../parts/prose.tsx';
import { useAsRoles } from '../people/use-as-roles.ts';
import { Button, MenuButton, PlainButton, Section, TextBlock } from '../ui/index.ts';
import { useCommentWork, type CommentWork } from './comment-work.ts';
import { useComments } from './use-comments.ts';
import './comments.css';

/** What is half written, by subject: looking at something else does not lose it. */
const drafts = new Map<string, string>();

/** The comments on one thing: open ones, a place to write another, resolved ones behind a line. */
export function Comments({ subjectKind, subjectId, quote = '', zone, focusWhen, onQuote, onLeave }: {
  subjectKind: CommentSubject; subjectId: string; quote?: string; zone: string;
  /** Grows when the keyboard asks for the place to write. */
  focusWhen: number;
  /** Goes to the passage that a comment is about. */
  onQuote?: (quote: string) => void;
  /** Escape in the place to write: where the focus goes from there. */
  onLeave?: () => void;
}): ReactNode {
  const comments = useComments(subjectKind);
  const work = useCommentWork();
  const key = `${subjectKind}\n${subjectId}\n${quote}`;
  const [text, setText] = useState(() => drafts.get(key) ?? '');
  const [showsResolved, setShowsResolved] = useState(false);
  const [saving, setSaving] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const [askedBefore] = useState(focusWhen);
  useEffect(() => {
    if (focusWhen !== askedBefore) box.current?.querySelector('textarea')?.focus();
  }, [focusWhen, askedBefore]);
  const write = (words: string): void => {
    setText(words);
    if (words === '') drafts.delete(key);
    else drafts.set(key, words);
  };
  const add = async (): Promise<void> => {
    if (text.trim() === '' || saving) return;
    setSaving(true);
    if (await work.add({ subjectKind, subjectId, quote, text: text.trim() })) write('');
    setSaving(false);
  };
  const own = (comments.data ?? []).filter((c) => c.subjectId === subjectId);
  const open = own.filter(isOpen);
  const resolved = own.filter((c) => !isOpen(c));
  return (
    <Section title="Comments" aside={open.length === 0 ? undefined : `${open.length} open`}>
      <div className="comments" ref={box}>
        {comments.failure && !comments.data && <p className="comments-failed">{`The comments cannot be read. ${comments.failure.message}`}</p>}
        {open.length > 0 && <ul aria-label="Open comments">{open.map((c) => <Item key={c.id} comment={c} zone={zone} work={work} onQuote={onQuote} />)}</ul>}
        <TextBlock label="Write a comment" hideLabel placeholder="Write a comment" value={text} onChange={write} rows={2} onKeyDown={(event) => sendKeys(event, () => void add(), onLeave)} />
        {text.trim() !== '' && <div className="comments-foot" ref={intoView}><Button keys="Ctrl+Enter" onPress={add} isDisabled={saving}>Comment</Button></div>}
        {resolved.length > 0 && (
          <Button kind="link" onPress={() => setShowsResolved(!showsResolved)}>{showsResolved ? 'Hide resolved comments' : plural(resolved.length, 'resolved comment')}</Button>
        )}
        {showsResolved && resolved.length > 0 && <ul aria-label="Resolved comments">{resolved.map((c) => <Item key={c.id} comment={c} zone={zone} work={work} onQuote={onQuote} />)}</ul>}
      </div>
    </Section>
  );
}

function Item({ comment, zone, work, onQuote }: { comment: Comment; zone: string; work: CommentWork; onQuote: ((quote: string) => void) | undefined }): ReactNode {
  const asRoles = useAsRoles();
  const who = visibleText(asRoles(whoText(comment)));
  const [edited, setEdited] = useState<string>();
  const item = useRef<HTMLLIElement>(null);
  const editing = edited !== undefined;
  useEffect(() => {
    if (editing) item.current?.querySelector('textarea')?.focus();
  }, [editing]);
  /** The menu that was left comes back under the focus, so that the keyboard goes on from here. */
  const leave = (): void => {
    setEdited(undefined);
    requestAnimationFrame(() => item.current?.querySelector<HTMLElement>('button')?.focus());
  };
  const save = async (): Promise<void> => {
    const text = edited?.trim() ?? '';
    if (text !== '' && (text === comment.text || await work.edit(comment.id, text))) leave();
  };
  return (
    <li ref={item} className={isOpen(comment) ? 'comment' : 'comment resolved'}>
      <div className="comment-head">
        <b className="ell grow" title={who}>{who}</b>
        {!editing && (
          <>
            <Button kind="link" onPress={async () => void await work.resolve(comment.id, isOpen(comment))}>{isOpen(comment) ? 'Resolve' : 'Reopen'}</Button>
            <MenuButton label={`More about the comment of ${visibleText(asRoles(comment.author))}`} icon="more" entries={[
              { id: 'edit', label: 'Edit', icon: 'edit', run: () => setEdited(comment.text) },
              { id: 'remove', label: 'Remove', icon: 'trash', run: () => void work.remove(comment.id) },
            ]} />
          </>
        )}
      </div>
      <span className="t3 micro">{whenText(comment.atNs, zone)}</span>
      {comment.quote !== '' && (onQuote
        ? <PlainButton className="comment-quote focus-inside" onPress={() => onQuote(comment.quote)}>{visibleText(asRoles(comment.quote), true)}</PlainButton>
        : <blockquote className="t2">{visibleText(asRoles(comment.quote), true)}</blockquote>)}
      {!editing
        ? <Prose text={comment.text} show={asRoles} />
        : (
          <>
            <TextBlock label="Edit the comment" hideLabel value={edited} onChange={setEdited} rows={3} onKeyDown={(event) => sendKeys(event, () => void save(), leave)} />
            <div className="comments-foot">
              <Button keys="Ctrl+Enter" onPress={save} isDisabled={edited.trim() === ''}>Save</Button>
              <Button kind="quiet" keys="Escape" onPress={leave}>Cancel</Button>
            </div>
          </>
        )}
      {comment.resolvedAtNs !== undefined && <p className="t3 micro">{`Resolved by ${visibleText(asRoles(comment.resolvedBy ?? ''))}, ${whenText(comment.resolvedAtNs, zone)}`}</p>}
    </li>
  );
}

function whoText({ author, role }: Comment): string {
  return `${author}${role === undefined || role === '' ? '' : `, ${role}`}`;
}

function whenText(ns: bigint, zone: string): string {
  return `${formatDayMonth(ns, zone)}, ${formatTimeOfDay(ns, zone, 'minute')} ${formatOffset(ns, zone)}`;
}

/** What comes up below the text is in sight at once. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** Ctrl+Enter sends, Escape leaves; other keys are the text's own. */
function sendKeys(event: KeyboardEvent, send: () => void, leave: (() => void) | undefined): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  else if (event.key === 'Escape' && leave) leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
