import { PARAMETER_TYPES, type ParameterType } from '../../../model/message-template.ts';

/** Kinds of values by bits, so that a place of a template can collect what stood there. */
const BITS = {
  number: 1, hex: 2, ip: 4, port: 8, uuid: 16, id: 32, duration: 64, size: 128, percent: 256, timestamp: 512, version: 1024, path: 2048, url: 4096, email: 8192,
  host: 16384, quoted: 32768, text: 65536, value: 131072,
} as const satisfies Record<ParameterType, number>;

/** An address with its port: two values. */
const SOCKET = 1 << 20;
/** Nothing stands there. */
const EMPTY = 1 << 21;
/** A word: of a place that turned out to vary. */
export const WORD_BIT = BITS.text;

const DURATION = /^[<>~]?[+-]?\d+(?:[.,]\d+)?\s?(?:ns|us|µs|μs|ms|s|secs?|mins?|m|h|hrs?|d)(?:\d+(?:\.\d+)?(?:ms|s|m))*$/i;
const SIZE = /^[+-]?\d+(?:[.,]\d+)?\s?(?:b|k|m|g|[kmgtp]i?b|[kmg]i?)(?:\/s)?$/i;
const TIME = /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{1,2}:\d{2}:\d{2}|\d{1,2}[-/ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?\s)/i;

/** What a value looks like. Texts are short: each expression reads them once. */
export function typeBits(text: string): number {
  if (text === '') return EMPTY;
  if (text.length > 200) return BITS.value;
  if (/^[+-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return BITS.number;
  if (/^\/?\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return BITS.ip;
  if (/^\/?\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}$/.test(text)) return SOCKET | BITS.ip;
  if (/^\[?(?:[\da-f]{1,4}:|:){2,7}[\da-f:.]*\]?$/i.test(text) && !/^\d{1,2}:\d{2}:\d{2}$/.test(text)) return BITS.ip;
  if (/^0x[\da-f]+$/i.test(text)) return BITS.hex;
  if (/^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/i.test(text)) return BITS.uuid;
  if (/^[+-]?\d+(?:[.,]\d+)?%$/.test(text)) return BITS.percent;
  if (DURATION.test(text)) return BITS.duration;
  if (SIZE.test(text)) return BITS.size;
  if (TIME.test(text)) return BITS.timestamp;
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return BITS.url;
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)) return BITS.email;
  if (/^[\w-]+(?:\.[\w-]+)+:\d{1,5}$/.test(text)) return SOCKET | BITS.host;
  if (/^v?\d+(?:\.\d+){2,}[\w.+~-]*$/i.test(text)) return BITS.version;
  if (/^(?:\/|~\/|\.{1,2}\/|[a-z]:[\\/]|\\\\)/i.test(text) || /[\\/].*[\\/]/.test(text)) return BITS.path;
  if (/^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i.test(text)) return BITS.host;
  if (/^[\da-f]{6,}$/i.test(text)) return BITS.hex;
  if (/\s/.test(text)) return BITS.value;
  return BITS.id;
}

/** What varies at a place, and how it is written in the pattern: `ip:port` are two. */
export interface Parameter {
  readonly types: readonly ParameterType[];
  readonly text: string;
}

export function parameterOf(bits: number, isQuoted: boolean): Parameter {
  const kinds = bits & ~(SOCKET | EMPTY);
  if (kinds === 0) return bits === EMPTY ? { types: [], text: '' } : { types: ['value'], text: '<*>' };
  if ((bits & SOCKET) !== 0 && (kinds === BITS.ip || kinds === BITS.host || kinds === (BITS.ip | BITS.host))) {
    return { types: [(kinds & BITS.host) !== 0 ? 'host' : 'ip', 'port'], text: '<*>:<*>' };
  }
  const type = typeOf(kinds);
  return { types: [isQuoted && (type === 'text' || type === 'value' || type === 'id') ? 'quoted' : type], text: '<*>' };
}

const TYPES: readonly ParameterType[] = PARAMETER_TYPES;

/** The narrowest type that holds all of these. */
function typeOf(bits: number): ParameterType {
  const single = TYPES.find((type) => BITS[type] === bits);
  if (single) return single;
  const within = (all: number): boolean => (bits & ~all) === 0;
  if (within(BITS.ip | BITS.host | BITS.text)) return (bits & (BITS.ip | BITS.host)) === 0 ? 'text' : 'host';
  if (within(BITS.number | BITS.hex) && (bits & BITS.hex) !== 0) return 'hex';
  if (within(BITS.number | BITS.duration)) return 'duration';
  if (within(BITS.number | BITS.size)) return 'size';
  if (within(BITS.number | BITS.hex | BITS.id | BITS.uuid)) return 'id';
  if (within(BITS.path | BITS.url | BITS.text | BITS.id | BITS.host) && (bits & BITS.path) !== 0) return 'path';
  return 'value';
}
