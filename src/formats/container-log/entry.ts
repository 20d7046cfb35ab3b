import { parseRfc3339 } from '../../base/time.ts';
import { parseJson } from '../contract-json.ts';
import { isObject } from '../contract-json-object.ts';

/** What the runtime wrote of one line of a container. The object is reused. */
export interface Entry {
  timeText: string;
  /** When the runtime read the line; `undefined` when its text is no time. */
  observedNs: bigint | undefined;
  /** "stdout" or "stderr"; empty where it is not said. */
  stream: string;
  /** The line goes on in the next entry of the stream. */
  partial: boolean;
  text: string;
  /** Labels and environment that Docker was told to add. */
  attrs: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Kubernetes CRI: `time stream tags message`; tags are separated by colons, the first is P or F.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
export class CriReader {
  private readonly times = new NanoTimes();
  private readonly entry: Entry = { timeText: '', observedNs: undefined, stream: '', partial: false, text: '', attrs: undefined };

  read(line: string): Entry | undefined {
    // 0123456789012345678901234567890123456
    // 2026-10-14T10:34:11.204567891Z stdout F message
    const timeEnd = line.indexOf(' ');
    if (timeEnd < 20 || timeEnd > 35 || line.charCodeAt(4) !== 0x2d || line.charCodeAt(10) !== 0x54) return undefined;
    const streamEnd = timeEnd + 7;
    if (line.charCodeAt(streamEnd) !== 0x20) return undefined;
    const stream = line.startsWith('stdout', timeEnd + 1) ? 'stdout' : line.startsWith('stderr', timeEnd + 1) ? 'stderr' : undefined;
    if (stream === undefined) return undefined;
    const tag = line.charCodeAt(streamEnd + 1);
    if (tag !== 0x46 && tag !== 0x50) return undefined;
    let tagEnd = streamEnd + 2;
    if (line.charCodeAt(tagEnd) === 0x3a) {
      tagEnd = line.indexOf(' ', tagEnd);
      if (tagEnd < 0) tagEnd = line.length;
    }
    if (tagEnd < line.length && line.charCodeAt(tagEnd) !== 0x20) return undefined;
    const entry = this.entry;
    entry.timeText = line.slice(0, timeEnd);
    entry.observedNs = this.times.read(entry.timeText);
    if (entry.observedNs === undefined) return undefined;
    entry.stream = stream;
    entry.partial = tag === 0x50;
    entry.text = line.slice(tagEnd + 1);
    return entry;
  }
}

/**
 * `kubectl logs --timestamps` and `docker logs --timestamps`: the runtime's time in UTC, then the message.
 * https://kubernetes.io/docs/reference/kubectl/generated/kubectl_logs/
 */
export class StampedReader {
  private readonly times = new NanoTimes();
  private readonly entry: Entry = { timeText: '', observedNs: undefined, stream: '', partial: false, text: '', attrs: undefined };

  read(line: string): Entry | undefined {
    if (line.charCodeAt(4) !== 0x2d || line.charCodeAt(10) !== 0x54) return undefined;
    const space = line.indexOf(' ');
    const timeEnd = space < 0 ? line.length : space;
    if (timeEnd < 20 || timeEnd > 30 || line.charCodeAt(timeEnd - 1) !== 0x5a) return undefined;
    const entry = this.entry;
    entry.timeText = line.slice(0, timeEnd);
    entry.observedNs = this.times.read(entry.timeText);
    if (entry.observedNs === undefined) return undefined;
    entry.text = line.slice(timeEnd + 1);
    return entry;
  }
}

const DOCKER_KEYS = new Set(['log', 'stream', 'time', 'attrs']);

/**
 * Docker json-file: `{"log":"…\n","stream":"stderr","time":"…"}`, `attrs` where options ask for it. A line that does
 * not end in a line feed goes on. https://docs.docker.com/engine/logging/drivers/json-file/
 */
export class DockerReader {
  private readonly times = new NanoTimes();
  private readonly entry: Entry = { timeText: '', observedNs: undefined, stream: '', partial: false, text: '', attrs: undefined };

  read(line: string): Entry | undefined {
    if (line.charCodeAt(0) !== 0x7b) return undefined;
    let object: unknown;
    try {
      object = parseJson(line);
    } catch {
      return undefined;
    }
    if (!isObject(object)) return undefined;
    const { log, stream, time, attrs } = object;
    if (typeof log !== 'string' || typeof time !== 'string' || (stream !== 'stdout' && stream !== 'stderr')) return undefined;
    for (const key of Object.keys(object)) if (!DOCKER_KEYS.has(key)) return undefined;
    const entry = this.entry;
    entry.timeText = time;
    entry.observedNs = this.times.read(time);
    if (entry.observedNs === undefined) return undefined;
    entry.stream = stream;
    entry.partial = !log.endsWith('\n');
    entry.text = entry.partial ? log : log.slice(0, log.endsWith('\r\n') ? -2 : -1);
    entry.attrs = isObject(attrs) ? attrs : undefined;
    return entry;
  }
}

/** RFC 3339 with up to nine digits of fraction, `Z` or an offset; keeps the last second. */
class NanoTimes {
  private lastSecond = '';
  private lastZone = '';
  private lastNs: bigint | undefined;

  read(text: string): bigint | undefined {
    const second = text.slice(0, 19);
    let at = 19;
    let nanos = 0;
    if (text.charCodeAt(19) === 0x2e) {
      let digits = 0;
      for (at = 20; ; at++) {
        const digit = text.charCodeAt(at) - 48;
        if (!(digit >= 0 && digit <= 9)) break;
        if (digits < 9) {
          nanos = nanos * 10 + digit;
          digits++;
        }
      }
      if (digits === 0) return undefined;
      for (; digits < 9; digits++) nanos *= 10;
    }
    const zone = text.slice(at);
    if (second !== this.lastSecond || zone !== this.lastZone) {
      this.lastSecond = second;
      this.lastZone = zone;
      this.lastNs = parseRfc3339(second + zone);
    }
    return this.lastNs === undefined ? undefined : this.lastNs + BigInt(nanos);
  }
}
