import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { uuidv7 } from '../../../base/ids.ts';
import type { Minute, Review } from '../../../model/review.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { Button, Icon, IconButton, Keys, PlainButton } from '../../ui/index.ts';
import type { Driver } from './use-driver.ts';
import { FORMS, useReviewWork, type CaptureForm, type ReviewData } from './use-review.ts';
import { FORM_KEY, FORM_TITLE } from './words.ts';

/** What the session leaves behind, written down while people speak. */
export function Capture({ data, review, driver }: { data: ReviewData; review: Review; driver: Driver }): ReactNode {
  const { capture: form, setCapture: onForm, live } = driver;
  const work = useReviewWork();
  const asRoles = useAsRoles();
  const [typed, setTyped] = useState('');
  const parked = data.minutes.filter((m) => m.form === 'parked' && !m.settled);
  const startedNs = review.startedAtNs ?? 0n;
  const captured: ReadonlyArray<{ id: string; form: CaptureForm; text: string; minute: Minute | undefined; atNs: bigint }> = [
    ...data.minutes.filter((m) => m.form !== 'parked').map((m) => ({ id: m.id, form: m.form, text: m.text, minute: m, atNs: m.atNs })),
    ...data.actions.filter((a) => a.createdAtNs >= startedNs).map((a) => ({ id: a.id, form: 'action' as const, text: a.title, minute: undefined, atNs: a.createdAtNs })),
  ].toSorted((a, b) => (a.atNs > b.atNs ? -1 : 1));
  const save = async (): Promise<void> => {
    const text = typed.trim();
    if (text === '' || form === undefined) return onForm(undefined);
    const done = await work.capture(form, text, {
      // What stands on the screen is what is spoken of.
      reviewId: review.id, agendaId: driver.part?.id, entryId: driver.onTimeline ? driver.entry?.id : undefined, prompt: live.prompt,
    });
    if (done) {
      setTyped('');
      onForm(undefined);
    }
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onForm(undefined);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="rv-capture">
      <section aria-label="Parking lot">
        <div className="rv-capture-head"><h2>Parking lot</h2><span className="t3">{parked.length}</span></div>
        <ul>
          {parked.map((m) => (
            <li key={m.id}><span className="rv-text">{visibleText(asRoles(m.text))}</span><Vote minute={m} /></li>
          ))}
        </ul>
      </section>
      <section aria-label="Captured">
        <div className="rv-capture-head">
          <h2>Captured</h2>
          <div className="rv-forms" role="group" aria-label="Write down">
            {FORMS.map((f) => <PlainButton key={f} className={`rv-form${form === f ? ' on' : ''}`} onPress={() => onForm(f)}><Keys keys={FORM_KEY[f]} /> {FORM_TITLE[f].toLowerCase()}</PlainButton>)}
          </div>
        </div>
        {form !== undefined && (
          <div className="rv-input">
            <Icon name={form === 'action' ? 'actions' : 'note'} size={18} />
            <span className="t3">{FORM_TITLE[form]}</span>
            <input aria-label={`${FORM_TITLE[form]}: what was said`} value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} onKeyDown={onKeyDown} ref={(at) => at?.focus()} />
            <Button kind="quiet" onPress={() => void save()}>Keep</Button>
          </div>
        )}
        <ul aria-live="polite">
          {captured.map((c) => (
            <li key={c.id}>
              <span className="rv-form-name">{FORM_TITLE[c.form]}</span><span className="rv-text">{visibleText(asRoles(c.text))}</span>
              {c.minute && <Vote minute={c.minute} />}
              {c.minute && <IconButton icon="close" size="small" label={`Take out: ${c.text}`} onPress={() => void work.remove(c.minute!)} />}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** A vote of somebody in the room, counted by hand. */
function Vote({ minute }: { minute: Minute }): ReactNode {
  const work = useReviewWork();
  return (
    <PlainButton className="rv-vote" label={`Vote for: ${minute.text}. ${minute.votes.length} so far`} onPress={() => void work.change(minute.id, (m) => ({ ...m, votes: [...m.votes, uuidv7()] }))}>
      {minute.votes.length === 0 ? '+1' : `+${minute.votes.length}`}
    </PlainButton>
  );
}
