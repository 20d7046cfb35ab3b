import { useState, type ReactNode } from 'react';
import { isZone } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { Button, TextField, useToast } from '../../ui/index.ts';

/** Sets the zone of times that name none. What is typed here reads the artifact again; entries of the timeline stay. */
export function ZoneForm({ artifact, onDone }: { artifact: Artifact; onDone: () => void }): ReactNode {
  const session = useCaseSession();
  const toast = useToast();
  const [zone, setZone] = useState(artifact.zone);
  const [problem, setProblem] = useState<string>();
  const typed = zone.trim();
  async function set(to: string | null): Promise<void> {
    if (to !== null && !isZone(to)) {
      setProblem('No such zone. A name such as Europe/Berlin, or an offset such as +02:00.');
      return;
    }
    const ran = await session.run({ name: 'evidence.read', input: { sha256: artifact.sha256, zone: to } });
    if (!ran.ok) {
      setProblem(ran.failure.message);
      return;
    }
    toast({ text: ran.value.summary, actions: [{ label: 'Undo', run: () => void session.undo() }] });
    onDone();
  }
  return (
    <form className="zone-form" aria-label="Zone of the artifact" onSubmit={(e) => { e.preventDefault(); void set(typed); }}>
      <TextField label="Zone for times that name none" hideLabel value={zone} onChange={(text) => { setZone(text); setProblem(undefined); }} error={problem} autoFocus placeholder="Europe/Berlin, +02:00" />
      <Button type="submit" isDisabled={typed === '' || typed === artifact.zone}>Set zone</Button>
      <p>The artifact is read again with its times in that zone. Entries of the timeline and what cites it stay as they are. It can be undone.</p>
      {artifact.reading?.zone !== undefined && <Button kind="quiet" onPress={() => set(null)}>Back to the zone it was added with</Button>}
    </form>
  );
}
