import { captureOf, LINE_ROLES, type LineFormatDefinition } from '../model/line-format.ts';
import { isZone } from '../base/time.ts';
import { checkLinePattern, LinePatternError, readLinePattern } from './contract-line-pattern.ts';
import { checkTimeForm, TimeFormError } from './contract-line-time.ts';

const ROLES: ReadonlySet<string> = new Set(LINE_ROLES);

/** Read from the stack that belongs to a record, not from a group. */
const THROWN: ReadonlySet<string> = new Set(['exception.type', 'exception.message']);

/** What is wrong with a definition, in words, without reading its samples; empty when nothing is. */
export function checkLineFormat(definition: Pick<LineFormatDefinition, 'fields' | 'lines' | 'time' | 'level'>): string[] {
  const problems: string[] = [];
  const captured = new Set<string>();
  definition.lines.forEach((line, i) => {
    const pattern = typeof line === 'string' ? line : line.pattern;
    const which = definition.lines.length === 1 ? 'The pattern' : `Pattern ${i + 1}`;
    try {
      const { names, source } = readLinePattern(pattern);
      checkLinePattern(pattern);
      // What is left to JavaScript to refuse.
      RegExp(source, 'sy');
      if (new Set(names).size < names.length) problems.push(`${which}: a group stands twice.`);
      if (names.includes('clock') && !names.includes('time')) problems.push(`${which}: the group clock has a time of day for the date in the group time, which is missing.`);
      for (const name of names) captured.add(name);
    } catch (error) {
      if (!(error instanceof LinePatternError || error instanceof SyntaxError)) throw error;
      problems.push(`${which}: ${error.message}`);
    }
  });
  const fields = new Set(definition.fields.map(captureOf));
  if (fields.size < definition.fields.length) problems.push('Two fields have the same group.');
  if (problems.length === 0) {
    for (const field of definition.fields) if (!THROWN.has(field.name) && !captured.has(captureOf(field))) problems.push(`The field ${field.name} has no group: write (?<${captureOf(field)}>…) where it stands.`);
    for (const name of captured) if (!ROLES.has(name) && !fields.has(name)) problems.push(`The group ${name} is no field. Groups with a meaning of their own: ${LINE_ROLES.join(', ')}.`);
  }
  for (const name of fields) if (ROLES.has(name)) problems.push(`The group ${name} has a meaning of its own and cannot be a field.`);
  for (const form of definition.time?.forms ?? []) {
    try {
      checkTimeForm(form);
    } catch (error) {
      if (!(error instanceof TimeFormError)) throw error;
      problems.push(`The form of time ${form}: ${error.message}`);
    }
  }
  if (definition.time?.zone !== undefined && !isZone(definition.time.zone)) problems.push(`"${definition.time.zone}" is no zone.`);
  return problems;
}
