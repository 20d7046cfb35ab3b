import { plural } from '../../../base/text.ts';
import { isZone } from '../../../base/time.ts';
import { encodeCanonical } from '../canonical-json.ts';
import { defineCommand, type Inputs, NOTHING, refuse } from './define.ts';
import { quote } from './words.ts';

/** How an artifact is read: zone and columns. What was derived of it is made again by whoever owns the index. */
export const evidenceRead = defineCommand({
  name: 'evidence.read',
  apply(store, { sha256, zone, mapping, format }) {
    const name = store.nameOfArtifact(sha256);
    if (name === undefined) return refuse('evidence/not-found', `The case has no evidence ${sha256.slice(0, 8)}.`, { sha256 });
    if (typeof zone === 'string' && !isZone(zone)) {
      refuse('case/unknown-zone', `“${zone}” is not a time zone this computer knows. Use a name such as Europe/Berlin or an offset such as +02:00.`, { zone });
    }
    const before = store.reading(sha256);
    const after = { zone: zone === undefined ? before.zone : (zone ?? undefined), mapping: mapping === undefined ? before.mapping : (mapping ?? undefined), format: format === undefined ? before.format : (format ?? undefined) };
    // The last word decides: a table has no lines of a format, and lines of a format are no table.
    if (format && before.mapping && mapping === undefined) after.mapping = undefined;
    if (mapping && before.format && format === undefined) after.format = undefined;
    const old: Inputs['evidence.read'] = { sha256 };
    const said: string[] = [];
    if (after.zone !== before.zone) {
      old.zone = before.zone ?? null;
      said.push(after.zone === undefined ? `Read ${quote(name)} in the zone it was added with` : `Read ${quote(name)} in zone ${after.zone}`);
    }
    if (encodeCanonical(after.mapping ?? null) !== encodeCanonical(before.mapping ?? null)) {
      old.mapping = before.mapping ?? null;
      said.push(after.mapping === undefined ? `Let the columns of ${quote(name)} be guessed` : `Set the columns of ${quote(name)}`);
    }
    if (encodeCanonical(after.format ?? null) !== encodeCanonical(before.format ?? null)) {
      old.format = before.format ?? null;
      said.push(after.format === undefined ? `Let the format of ${quote(name)} be found` : `Read ${quote(name)} as ${quote(after.format.title)}`);
    }
    if (said.length === 0) return { inverse: NOTHING, summary: `${quote(name)} is read that way already` };
    store.setReading(sha256, after);
    return { inverse: [{ name: 'evidence.read', input: old }], summary: said.join('; ') };
  },
});

/** Referenced evidence was found elsewhere. Whoever runs this has compared the bytes. */
export const evidenceRelink = defineCommand({
  name: 'evidence.relink',
  apply(store, { links }) {
    const old: Array<{ sha256: string; location: string }> = [];
    let last = '';
    for (const { sha256, location } of links) {
      const before = store.placeOfReferenced(sha256);
      if (before === undefined) refuse('evidence/not-found', `The case has no evidence ${sha256.slice(0, 8)}.`, { sha256 });
      if (before === location) continue;
      store.setPlaceOfReferenced(sha256, location);
      old.push({ sha256, location: before });
      last = `Relinked ${quote(store.nameOfArtifact(sha256) ?? sha256.slice(0, 8))} to ${location}`;
    }
    if (old.length === 0) return { inverse: NOTHING, summary: 'Everything lies where it was said to' };
    return { inverse: [{ name: 'evidence.relink', input: { links: old.toReversed() } }], summary: old.length === 1 ? last : `Relinked ${plural(old.length, 'piece', 'pieces')} of evidence` };
  },
});
