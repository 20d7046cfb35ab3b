import { useState, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { plural } from '../../../base/text.ts';
import { DEFAULT_AGENDA, plannedMinutes } from '../../../model/review-plan.ts';
import { AGENDA_SHOWS, ATTENDEE_PARTS, type AgendaItem, type Attendee, type Review } from '../../../model/review.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, Checkbox, Empty, IconButton, Select, TextBlock, TextField, useCommands } from '../../ui/index.ts';
import { nowNs, useReviewWork, type ReviewData } from './use-review.ts';
import { PART_TITLE, personText } from './words.ts';

const SHOWS: Readonly<Record<AgendaItem['shows'], string>> = {
  title: 'Its words', facts: 'Facts of the incident', timeline: 'The timeline, entry by entry', learnings: 'Learnings', actions: 'Actions', 'parking-lot': 'Parking lot',
};

/** A review before it begins: what will be talked of, for how long, and who comes. */
export function Plan({ data, review }: { data: ReviewData; review: Review | undefined }): ReactNode {
  const info = useCaseInfo();
  const work = useReviewWork();
  const place = usePlaceStore();
  const plan = (): void => {
    void work.add({
      kind: 'review', id: uuidv7(), title: `Review of ${info.incidentId === '' ? info.title : info.incidentId}`.slice(0, 300), agenda: [...DEFAULT_AGENDA],
      attendance: data.people.map((p) => ({ personId: p.id, part: 'participant', present: true })),
    });
  };
  const start = async (): Promise<void> => {
    // A field that is being written is left first: what it says belongs to the plan.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (review && await work.edit(review.id, (r) => ({ ...r, startedAtNs: nowNs() }))) place.set({ on: 'stage' });
  };
  useCommands([{ id: 'review.start', label: review ? 'Start the review' : 'Plan a review', icon: 'play', keys: 'Ctrl+Enter', group: 'Review', run: review ? start : plan }]);
  if (!review) {
    return (
      <div className="view"><div className="main">
        <div className="toolbar"><h1>Review</h1></div>
        <Empty center action={<Button kind="primary" icon="plus" keys="Ctrl+Enter" onPress={plan}>Plan a review</Button>}>
          Go through the incident with those who were there: an agenda with a clock, the timeline entry by entry, minutes that land in this case.
        </Empty>
      </div></div>
    );
  }
  const setAgenda = (edit: (agenda: readonly AgendaItem[]) => AgendaItem[]): void => void work.edit(review.id, (r) => ({ ...r, agenda: edit(r.agenda) }));
  const setPart = (id: string, patch: Partial<AgendaItem>): void => setAgenda((agenda) => agenda.map((a) => (a.id === id ? { ...a, ...patch } : a)));
  return (
    <div className="view">
      <div className="main rv-plan">
        <div className="toolbar">
          <h1>Review</h1>
          <span className="t3 grow">{`${plural(review.agenda.length, 'part')}, ${plannedMinutes(review.agenda)} minutes, ${plural(review.attendance.filter((a) => a.present).length, 'person', 'people')}`}</span>
          <Button kind="primary" icon="play" keys="Ctrl+Enter" onPress={start} isDisabled={review.agenda.length === 0}>Start the review</Button>
        </div>
        <div className="rv-plan-columns">
          <section aria-label="Agenda">
            <Saved label="Title" value={review.title} onSave={(title) => void work.edit(review.id, (r) => ({ ...r, title }))} />
            <div className="panel-head"><h2 className="grow">Agenda</h2><span className="t3">{`${plannedMinutes(review.agenda)} min`}</span></div>
            <ol className="rv-agenda-plan">
              {review.agenda.map((part, i) => (
                <li key={part.id}>
                  <div className="rv-part-line">
                    <Saved label="Part" hideLabel value={part.title} onSave={(title) => setPart(part.id, { title })} />
                    <Saved label="Minutes" hideLabel value={String(part.minutes)} onSave={(text) => { const minutes = Number(text); if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 600) setPart(part.id, { minutes }); }} />
                    <span className="t3">min</span>
                    <IconButton icon="chevron-up" size="small" label={`Move ${part.title} up`} isDisabled={i === 0} onPress={() => setAgenda((agenda) => moved(agenda, part.id, -1))} />
                    <IconButton icon="chevron-down" size="small" label={`Move ${part.title} down`} isDisabled={i === review.agenda.length - 1} onPress={() => setAgenda((agenda) => moved(agenda, part.id, 1))} />
                    <IconButton icon="close" size="small" label={`Take ${part.title} out`} onPress={() => setAgenda((agenda) => agenda.filter((a) => a.id !== part.id))} />
                  </div>
                  <details>
                    <summary>{`Shows: ${SHOWS[part.shows].toLowerCase()}${part.presenterNotes === '' ? '' : ', with notes for the presenter'}`}</summary>
                    <Select label="Shows" value={part.shows} options={AGENDA_SHOWS.map((id) => ({ id, label: SHOWS[id] }))} onChange={(shows) => setPart(part.id, { shows })} />
                    <Saved label="Words on the screen" block value={part.words} onSave={(words) => setPart(part.id, { words })} />
                    <Saved label="Notes only the presenter sees" block value={part.presenterNotes} onSave={(presenterNotes) => setPart(part.id, { presenterNotes })} />
                  </details>
                </li>
              ))}
            </ol>
            <div className="rv-plan-foot">
              <Button icon="plus" onPress={() => setAgenda((agenda) => [...agenda, { id: uuidv7(), title: 'New part', minutes: 5, shows: 'title', words: '', presenterNotes: '' }])}>Add a part</Button>
            </div>
          </section>
          <Attendance data={data} review={review} />
        </div>
      </div>
    </div>
  );
}

/** Who comes, and as what. */
export function Attendance({ data, review }: { data: ReviewData; review: Review }): ReactNode {
  const work = useReviewWork();
  const asRoles = useAsRoles();
  const [name, setName] = useState('');
  const [role, setRole] = useState('');
  const of = (personId: string): Attendee | undefined => review.attendance.find((a) => a.personId === personId);
  const set = (personId: string, patch: Partial<Attendee>): void => void work.edit(review.id, ({ attendance, ...r }) => {
    const known = attendance.some((a) => a.personId === personId) ? attendance : [...attendance, { personId, part: 'participant' as const, present: true }];
    return { ...r, attendance: known.map((a) => (a.personId === personId ? { ...a, ...patch } : a)) };
  });
  const add = async (): Promise<void> => {
    if (name.trim() === '' || !await work.addPerson(name.trim(), role.trim(), review.id)) return;
    setName('');
    setRole('');
  };
  return (
    <section aria-label="Attendance">
      <div className="panel-head"><h2 className="grow">Attendance</h2><span className="t3">{`${review.attendance.filter((a) => a.present).length} of ${data.people.length}`}</span></div>
      <ul className="rv-attendance">
        {data.people.map((person) => {
          const attendee = of(person.id);
          return (
            <li key={person.id}>
              <Checkbox isSelected={attendee?.present ?? false} onChange={(present) => set(person.id, { present })}><span className="ell">{personText(person, asRoles)}</span></Checkbox>
              <Select
                label={`Part of ${asRoles(person.name)}`} hideLabel value={attendee?.part ?? 'participant'} options={ATTENDEE_PARTS.map((id) => ({ id, label: PART_TITLE[id] }))}
                onChange={(part) => set(person.id, { part })}
              />
            </li>
          );
        })}
      </ul>
      <form className="rv-add-person" onSubmit={(e) => { e.preventDefault(); void add(); }}>
        <TextField label="Name" value={name} onChange={setName} placeholder={review.startedAtNs === undefined ? 'Who else comes' : 'Who else came'} />
        <TextField label="Role" value={role} onChange={setRole} placeholder="database on-call" />
        <Button icon="plus" type="submit" isDisabled={name.trim() === ''}>Add</Button>
      </form>
    </section>
  );
}

/** A part one place up or down, as far as there is one. */
function moved(agenda: readonly AgendaItem[], id: string, by: 1 | -1): AgendaItem[] {
  const next = [...agenda];
  const at = next.findIndex((a) => a.id === id);
  const [part] = next.splice(at, at < 0 ? 0 : 1);
  if (part) next.splice(Math.max(0, at + by), 0, part);
  return next;
}

/** A field that is saved when it is left or Enter is pressed; Escape takes back what was typed. */
function Saved({ label, hideLabel, block, value, onSave }: { label: string; hideLabel?: boolean; block?: boolean; value: string; onSave: (value: string) => void }): ReactNode {
  const [typed, setTyped] = useState<string>();
  const leave = (): void => {
    if (typed !== undefined && typed !== value && (block || typed.trim() !== '')) onSave(typed);
    setTyped(undefined);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape' && typed !== undefined) {
      event.stopPropagation();
      setTyped(undefined);
    } else if (event.key === 'Enter' && !block) leave();
  };
  const shared = { label, value: typed ?? value, onChange: setTyped, onBlur: leave, onKeyDown, ...(hideLabel ? { hideLabel } : {}) };
  return block ? <TextBlock rows={3} {...shared} /> : <TextField {...shared} />;
}
