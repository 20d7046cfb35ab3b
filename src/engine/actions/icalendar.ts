import { formatRfc3339 } from '../../base/time.ts';
import { visibleText } from '../../base/text.ts';
import type { Action, ActionState } from '../../model/action.ts';
import { actionLevel } from '../../model/action-plan.ts';
import { describe, oneLine } from './description.ts';
import type { ActionsInput } from './input.ts';
import { plainDescription } from './markup.ts';

/** RFC 5545 §3.8.1.11: the statuses of a VTODO. */
const STATUS: Readonly<Record<ActionState, string>> = { proposed: 'NEEDS-ACTION', accepted: 'NEEDS-ACTION', 'in-progress': 'IN-PROCESS', done: 'COMPLETED', declined: 'CANCELLED' };
/** §3.8.1.9: of three steps, 1 is high, 5 medium, 9 low. */
const PRIORITY = { high: 1, medium: 5, low: 9 } as const;

/**
 * Actions as to-dos of a calendar, RFC 5545 (https://www.rfc-editor.org/rfc/rfc5545): a VTODO each, DUE as a day, the same UID
 * in every export so that importing again updates. DTSTAMP (§3.8.7.2) is the last change of the case and never the clock
 * of the machine. What has to be done first is RELATED-TO with RELTYPE=DEPENDS-ON (RFC 9253 §5).
 */
export function iCalendar(input: ActionsInput): string {
  const stamp = formatRfc3339(input.asOfNs).replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  const ids = new Set(input.actions.map((action) => action.id));
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Tephra//Actions//EN', `NAME:${text(`Actions: ${input.title}`)}`,
    ...input.actions.flatMap((action) => {
      const level = actionLevel(action);
      return [
        'BEGIN:VTODO', `UID:${uidOf(action.id)}`, `DTSTAMP:${stamp}`, `SUMMARY:${text(oneLine(action.title))}`, `STATUS:${STATUS[action.state]}`,
        ...(action.due === '' ? [] : [`DUE;VALUE=DATE:${action.due.replaceAll('-', '')}`]),
        ...(level ? [`PRIORITY:${PRIORITY[level]}`] : []),
        `CATEGORIES:${text(action.type)}`,
        ...action.dependsOn.filter((id) => ids.has(id)).map((id) => `RELATED-TO;RELTYPE=DEPENDS-ON:${uidOf(id)}`),
        ...urlOf(action),
        `DESCRIPTION:${text(plainDescription(describe(input, action)))}`,
        'END:VTODO',
      ];
    }),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function uidOf(id: string): string {
  return text(`tephra-${oneLine(id)}`);
}

/** §3.8.4.6: a URI, which stands as it is: only one that has nothing to hide. */
function urlOf(action: Action): string[] {
  const url = action.tracker?.url ?? '';
  return /^https?:\/\/[\x21-\x7e]+$/.test(url) ? [`URL:${url}`] : [];
}

/** §3.3.11: backslash, comma, semicolon and line breaks escaped; no control character but tab and line break is text. */
function text(value: string): string {
  return visibleText(value.replaceAll('\r\n', '\n'), true).replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

/** §3.1: no line longer than 75 octets, what goes on begins with a space; never in the middle of a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let octets = 0;
  for (const character of line) {
    const length = encoder.encode(character).length;
    if (octets + length > 75) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += length;
  }
  return out;
}
