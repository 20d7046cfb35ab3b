import { z } from 'zod';

/** Somebody who took part, and the role to call them by where people are shown as roles. */
export const Person = z.object({
  kind: z.literal('person'),
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  /** Other spellings found in evidence: handles, mail addresses, short names. */
  aliases: z.array(z.string().min(1).max(200)).max(50),
  /** "payments on-call"; empty while nobody said. */
  role: z.string().max(200),
});
export type Person = z.infer<typeof Person>;

/** The word that stands for a person without a role. */
export const UNKNOWN_ROLE = 'a responder';

/**
 * Tells people as roles: every name and alias as a whole word, the longest first, "@" before it included. Names are
 * compared as written, aliases whatever their case. Names of two letters or less are left alone. Made once for many texts.
 */
export function roleTeller(people: readonly Person[]): (text: string) => string {
  const spellings = people
    .flatMap((p) => [p.name, ...p.aliases].map((word) => ({ word: word.trim(), role: p.role.trim() || UNKNOWN_ROLE })))
    .filter(({ word }) => word.length > 2)
    .sort((a, b) => b.word.length - a.word.length);
  if (spellings.length === 0) return (text) => text;
  const roles = new Map(spellings.toReversed().map(({ word, role }) => [word.toLowerCase(), role]));
  const pattern = spellings.map(({ word }) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
  const names = new RegExp(String.raw`(?<![\p{L}\p{N}_])@?(${pattern})(?![\p{L}\p{N}_])`, 'giu');
  return (text) => text.replace(names, (found, word: string) => roles.get(word.toLowerCase()) ?? found);
}

/** One text with people as roles (`roleTeller`). */
export function peopleAsRoles(text: string, people: readonly Person[]): string {
  return roleTeller(people)(text);
}
