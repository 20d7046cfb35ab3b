import { CONTAINER_KINDS } from '../intake/archive/detect.ts';
import type { OutputOf } from '../../protocol/define.ts';
import type { listFormats } from '../../protocol/methods/shell.ts';
import { knownFormats } from './known-formats.ts';

/** Every format known, archives last, as `tephra formats` prints it. Here because ingest alone knows the formats. */
export async function describeFormats(): Promise<OutputOf<typeof listFormats>> {
  const { formats } = await knownFormats();
  const read = formats.map((format) => ({ ...format, carried: format.carried === true, byLine: format.byLine === true }));
  return [...read, ...CONTAINER_KINDS.map((kind) => ({ ...kind, carried: false, byLine: false }))].map(({ id, title, extensions, magic, specification, carried, byLine }) => ({
    id, title, extensions: [...extensions], magic: [...magic], specification: specification.map(({ title, url }) => ({ title, url })), carried, byLine,
  }));
}
