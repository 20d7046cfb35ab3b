import { stringifyJson } from '../contract-json.ts';
import { isObject } from '../contract-json-object.ts';
import { MOST_COLUMNS, MOST_ROWS } from '../contract-recording.ts';

/** The first line of an asciicast. */
export interface Header {
  readonly version: 2 | 3;
  /** As they stand there, whatever they are. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly startNs: bigint | undefined;
  readonly timeText: string | undefined;
  readonly idleTimeLimit: number | undefined;
  readonly title: string | undefined;
  readonly command: string | undefined;
  readonly shell: string | undefined;
  /** Everything else, for the record's attributes. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Reads a header; `undefined` when the text is none. */
export function readHeader(text: string): Header | undefined {
  if (!text.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || (value['version'] !== 2 && value['version'] !== 3)) return undefined;
  const version = value['version'];
  const term = isObject(value['term']) ? value['term'] : {};
  const [columns, rows] = version === 2 ? [size(value['width']), size(value['height'])] : [size(term['cols']), size(term['rows'])];
  // Version 2 says 80x24 is for the player to assume; without any size this is some other JSON.
  if (columns === undefined && rows === undefined) return undefined;
  const { timestamp } = value;
  const isTime = typeof timestamp === 'number' && Number.isFinite(timestamp) && timestamp > 0 && timestamp < 253_402_300_800;
  const idle = value['idle_time_limit'];
  return {
    version, columns, rows,
    startNs: isTime ? BigInt(Math.round(timestamp * 1e6)) * 1000n : undefined,
    timeText: timestamp === undefined ? undefined : stringifyJson(timestamp).slice(0, 40),
    idleTimeLimit: typeof idle === 'number' && idle > 0 && Number.isFinite(idle) ? idle : undefined,
    title: textOf(value['title']), command: textOf(value['command']),
    shell: isObject(value['env']) ? textOf(value['env']['SHELL']) : undefined,
    rest: Object.fromEntries(Object.entries(value).filter(([key]) => !['timestamp', 'width', 'height', 'theme'].includes(key))),
  };
}

function size(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `80x24` of a resize; `undefined` when it is no size. */
export function readSize(data: string): { columns: number; rows: number } | undefined {
  const m = /^(\d{1,9})x(\d{1,9})$/.exec(data);
  const [columns, rows] = [Number(m?.[1]), Number(m?.[2])];
  return columns > 0 && rows > 0 ? { columns, rows } : undefined;
}

/** Whether a terminal of this size can be drawn. */
export function isDrawable(columns: number, rows: number): boolean {
  return columns <= MOST_COLUMNS && rows <= MOST_ROWS;
}
