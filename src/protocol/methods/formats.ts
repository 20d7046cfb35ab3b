import { z } from 'zod';
import { LineFormatDefinition } from '../../model/line-format.ts';
import { Count, Nanoseconds, Sha256 } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** Formats that people describe: their library, and the panel where one is made. A definition travels as the text a person wrote. */
const Definition = z.string().max(1 << 20);

/** One of the person's own formats. One with problems is not used until they are gone. */
export const OwnFormat = z.object({ id: z.string(), title: z.string(), file: z.string(), problems: z.array(z.string()) });

export const ownFormats = defineMethod({
  name: 'formats.own', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}), output: z.array(OwnFormat),
});

/** Keeps a format among the person's own; one of the same id is replaced. The failure says all that is wrong with it. */
export const addOwnFormat = defineMethod({
  name: 'formats.add', kind: 'call', scope: 'shell', errors: ['format/unsound', 'file/not-writable'],
  input: z.object({ text: Definition }), output: z.object({ id: z.string(), title: z.string(), file: z.string() }),
});

export const removeOwnFormat = defineMethod({
  name: 'formats.remove', kind: 'call', scope: 'shell', errors: ['format/not-found'],
  input: z.object({ id: z.string() }), output: z.object({}),
});

/**
 * The beginning of a text as a definition reads it, and what is wrong with the definition. Without `text`: the one that
 * the artifact is read with, else a draft made of its first lines.
 */
export const tryFormat = defineMethod({
  name: 'formats.try', kind: 'call', scope: 'case', errors: ['evidence/not-found', 'evidence/missing', 'evidence/changed'],
  input: z.object({ sha256: Sha256, text: Definition.optional(), rows: Count.max(200).default(40) }),
  output: z.object({
    text: z.string(),
    /** In words; while there are any, the format cannot be used. */
    problems: z.array(z.string()),
    /** What the text says, where it is a definition. */
    definition: LineFormatDefinition.optional(),
    lines: z.array(z.object({
      text: z.string(),
      groups: z.array(z.object({ name: z.string(), from: Count, to: Count })),
      is: z.enum(['record', 'belongs', 'other']),
      timeNs: Nanoseconds.optional(), severityNumber: Count, problem: z.string().optional(),
    })),
    records: Count,
    notUnderstood: Count,
    /** Bytes that were looked at; fewer than the artifact has where it is long. */
    bytesRead: Count,
  }),
});
