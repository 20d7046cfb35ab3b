import { isZone } from '../../../base/time.ts';
import { defineCommand, type Inputs, NOTHING, refuse } from './define.ts';
import { quote } from './words.ts';

export const caseUpdate = defineCommand({
  name: 'case.update',
  apply(store, input) {
    if (input.zone !== undefined && !isZone(input.zone)) {
      refuse('case/unknown-zone', `“${input.zone}” is not a time zone this computer knows. Use a name such as Europe/Berlin or an offset such as +02:00.`, { zone: input.zone });
    }
    const before = store.meta();
    const old: Inputs['case.update'] = {};
    const said: string[] = [];
    if (input.title !== undefined && input.title !== before.title) {
      old.title = before.title;
      said.push(`Renamed the case to ${quote(input.title)}`);
    }
    if (input.incidentId !== undefined && input.incidentId !== before.incidentId) {
      old.incidentId = before.incidentId;
      said.push(input.incidentId === '' ? 'Took the incident number away' : `Set the incident number to ${quote(input.incidentId)}`);
    }
    if (input.zone !== undefined && input.zone !== before.zone) {
      old.zone = before.zone;
      said.push(`Set the zone to ${input.zone}`);
    }
    if (said.length === 0) return { inverse: NOTHING, summary: 'Nothing to change' };
    store.setMeta({ title: input.title ?? before.title, incidentId: input.incidentId ?? before.incidentId, zone: input.zone ?? before.zone });
    return { inverse: [{ name: 'case.update', input: old }], summary: said.join('; ') };
  },
});
