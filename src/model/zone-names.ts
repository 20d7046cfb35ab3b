import { formatOffset, isZone, zoneOffsetNs } from '../base/time.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** A zone as somebody named it. `said` is set for an abbreviation, which is an offset and no place. */
export interface NamedZone {
  /** An IANA name or an offset. */
  readonly zone: string;
  readonly said?: Abbreviation;
}

interface Abbreviation { readonly name: string; readonly zone: string; readonly place: string }

const OFFSET = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;
/** Regions of the tz database whose last part is a place. `Etc/GMT+5` counts the other way round and is none. */
const REGIONS = ['Africa', 'America', 'Antarctica', 'Arctic', 'Asia', 'Atlantic', 'Australia', 'Europe', 'Indian', 'Pacific'];

/**
 * Abbreviations that mean one offset, each with a place whose clocks use it part of the year or all of it, as the tz
 * database has them (files europe, northamerica, asia, australasia).
 */
const ABBREVIATIONS: Readonly<Record<string, readonly [zone: string, place: string]>> = {
  WET: ['+00:00', 'Europe/Lisbon'], WEST: ['+01:00', 'Europe/Lisbon'], CET: ['+01:00', 'Europe/Berlin'], CEST: ['+02:00', 'Europe/Berlin'],
  EET: ['+02:00', 'Europe/Helsinki'], EEST: ['+03:00', 'Europe/Helsinki'], MSK: ['+03:00', 'Europe/Moscow'], SAST: ['+02:00', 'Africa/Johannesburg'],
  EST: ['-05:00', 'America/New_York'], EDT: ['-04:00', 'America/New_York'], CDT: ['-05:00', 'America/Chicago'], MST: ['-07:00', 'America/Denver'],
  MDT: ['-06:00', 'America/Denver'], PST: ['-08:00', 'America/Los_Angeles'], PDT: ['-07:00', 'America/Los_Angeles'], AKST: ['-09:00', 'America/Anchorage'],
  AKDT: ['-08:00', 'America/Anchorage'], HST: ['-10:00', 'Pacific/Honolulu'], PKT: ['+05:00', 'Asia/Karachi'], WIB: ['+07:00', 'Asia/Jakarta'],
  HKT: ['+08:00', 'Asia/Hong_Kong'], SGT: ['+08:00', 'Asia/Singapore'], JST: ['+09:00', 'Asia/Tokyo'], KST: ['+09:00', 'Asia/Seoul'],
  AWST: ['+08:00', 'Australia/Perth'], ACST: ['+09:30', 'Australia/Adelaide'], ACDT: ['+10:30', 'Australia/Adelaide'], AEST: ['+10:00', 'Australia/Sydney'],
  AEDT: ['+11:00', 'Australia/Sydney'], NZST: ['+12:00', 'Pacific/Auckland'], NZDT: ['+13:00', 'Pacific/Auckland'],
};

/** Abbreviations that mean several offsets: nobody can know which was meant. */
const SEVERAL: Readonly<Record<string, string>> = {
  CST: 'Chicago, Shanghai or Havana', IST: 'Kolkata, Dublin or Jerusalem', BST: 'London or Dhaka', AST: 'Halifax or Riyadh', GST: 'Dubai or South Georgia', SST: 'Pago Pago or Singapore',
};

export const ZONE_EXAMPLES = 'UTC, +02:00, CET, Berlin or Europe/Berlin';

/**
 * The zone that a text names: `UTC`, `Z`, `+2`, `+0200`, `UTC+2`, an IANA name in any case, the city of one (`Berlin`,
 * `new york`) or an abbreviation that means one offset (`CET`). Fails with `time/not-understood` and says why.
 * `strict`: the text is not a person's answer to us; a word behind a time is likelier a name than a city.
 */
export function readZoneName(text: string, strict = false): Result<NamedZone> {
  if (/^(?:z|utc|gmt)$/i.test(text)) return ok({ zone: 'UTC' });
  const offset = OFFSET.exec(text);
  if (offset) {
    const zone = `${offset[1]}${offset[2]!.padStart(2, '0')}:${offset[3] ?? '00'}`;
    return isZone(zone) ? ok({ zone }) : notAZone(text);
  }
  const name = strict ? text : text.toUpperCase();
  const several = Object.hasOwn(SEVERAL, name) ? SEVERAL[name] : undefined;
  if (several !== undefined) return fail('time/not-understood', `${name} is said in several places with different offsets (${several}). Name the city or the offset.`);
  const known = Object.hasOwn(ABBREVIATIONS, name) ? ABBREVIATIONS[name] : undefined;
  if (known) return ok({ zone: known[0], said: { name, zone: known[0], place: known[1] } });
  const spelled = text.replaceAll(' ', '_');
  if (spelled.includes('/')) return /^[a-z_]+(?:\/[a-z0-9_+-]+)+$/i.test(spelled) && isZone(spelled) ? ok({ zone: asSpelled(spelled) }) : notAZone(text);
  const found = strict ? [] : zonesOfCity(spelled);
  if (found.length > 1) return fail('time/not-understood', `There are several zones of that name: ${found.join(', ')}. Type the whole name.`);
  return found[0] === undefined ? notAZone(text) : ok({ zone: found[0] });
}

/** `UTC`, `+02:00`, `Berlin` … or, for an empty text, `fallback`; `undefined` when it names none. */
export function readZone(text: string, fallback: string): string | undefined {
  if (text === '') return fallback;
  const read = readZoneName(text);
  return read.ok ? read.value.zone : undefined;
}

/**
 * What to say where somebody wrote an abbreviation and the clocks there showed another offset at that instant: `CET`
 * said in summer is most often Berlin's time by its winter name.
 */
export function seasonNote({ said }: NamedZone, ns: bigint): string | undefined {
  if (!said || zoneOffsetNs(ns, said.zone) === zoneOffsetNs(ns, said.place)) return undefined;
  return `${said.name} is ${said.zone} all year. That day clocks in ${said.place} showed ${formatOffset(ns, said.place)}; type ${cityOf(said.place)} if they are meant.`;
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

let cities: ReadonlyMap<string, readonly string[]> | undefined;

/** Zones whose last part is this city. The runtime lists each zone under one name and takes the others too: Kolkata is Calcutta. */
function zonesOfCity(spelled: string): string[] {
  const plain = spelled.normalize('NFD').replace(/\p{M}/gu, '');
  if (!/^[a-z_'.-]{3,40}$/i.test(plain)) return [];
  cities ??= Map.groupBy(Intl.supportedValuesOf('timeZone').filter((zone) => REGIONS.includes(zone.split('/')[0]!)), (zone) => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase());
  const listed = cities.get(plain.toLowerCase());
  if (listed) return [...listed];
  return REGIONS.map((region) => `${region}/${plain}`).filter(isZone).map(asSpelled);
}

/** `america/new_york` as the tz database spells it; small words inside (`Isle_of_Man`) stay small. */
function asSpelled(zone: string): string {
  return zone.split('/').map((part) => part.split('_').map(capital).join('_')).join('/');
}

function capital(word: string): string {
  return word.split('-').map((w) => {
    if (/^(?:of|au|es)$/i.test(w)) return w.toLowerCase();
    return w === w.toUpperCase() ? w : w.charAt(0).toUpperCase() + w.slice(1);
  }).join('-');
}

function notAZone(text: string): Result<never> {
  return fail('time/not-understood', `“${text}” is not a zone. Name one as ${ZONE_EXAMPLES}.`);
}
