import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ACTIONS_FORMATS } from '../../protocol/methods/actions.ts';
import { hostileActions, sampleInput } from './actions.testing.ts';
import { oneLine } from './description.ts';
import { gitlabCsv } from './gitlab-csv.ts';
import { iCalendar } from './icalendar.ts';
import { idInMarker } from './input.ts';
import { jiraCsv, summaryOf } from './jira-csv.ts';
import { jiraJson } from './jira-json.ts';
import { markdownTable } from './markdown.ts';
import { actionsCsv } from './plain-csv.ts';
import { proposeFromTracker } from './read/propose.ts';
import { renderActions } from './render.ts';

const Bodies = z.object({ issueUpdates: z.array(z.object({ fields: z.object({ description: z.unknown() }) })) });

/** Strict: no row of another length, no quote inside a bare field, no half-open field at the end. */
const records = (csv: string): string[][] => parse(csv, { relax_column_count: false, relax_quotes: false, record_delimiter: '\r\n' });

test('Jira CSV, read by a strict parser: the summary of each, labels and links in columns of one name, nothing left out', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const [header, ...rows] = records(jiraCsv(sampleInput(actions)));
    expect(header!.every((name) => /^[A-Za-z ]+$/.test(name))).toBe(true);
    expect(header).toContain('Summary');
    expect(rows).toHaveLength(actions.length);
    const columns = (name: string): number[] => header!.flatMap((title, i) => (title === name ? [i] : []));
    const ids = new Map(actions.map((action, i) => [action.id, rows[i]![header!.indexOf('Issue Id')]!]));
    expect(new Set(ids.values()).size).toBe(actions.length);
    const blocked = new Map(rows.map((row) => [row[header!.indexOf('Issue Id')]!, columns('Outward issue link Blocks').map((i) => row[i]!).filter((id) => id !== '')]));
    actions.forEach((action, i) => {
      expect(rows[i]![header!.indexOf('Summary')]).toBe(summaryOf(action));
      expect(summaryOf(action).length).toBeLessThanOrEqual(255);
      expect(columns('Labels').map((at) => rows[i]![at])).toContain('INC-7');
      expect(rows[i]![header!.indexOf('Due Date')]).toBe(action.due);
      for (const before of action.dependsOn) expect(blocked.get(ids.get(before)!)).toContain(ids.get(action.id));
      expect(idInMarker(rows[i]![header!.indexOf('Description')]!.split('\n').at(-1)!)).toBe(action.id);
    });
  }));
});

test('what Jira exports again after taking our file in comes back to the same actions', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const [header, ...rows] = records(jiraCsv(sampleInput(actions)));
    const quote = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
    const exported = [quote(['Issue key', ...header!]), ...rows.map((row, i) => quote([`OPS-${i}`, ...row]))].join('\n');
    const read = proposeFromTracker(exported, actions, 1n);
    if (!read.ok) throw new Error(read.failure.message);
    expect(read.value.problems).toEqual([]);
    expect(read.value.proposals.map((p) => [p.actionId, p.tracker.key, p.matchedBy])).toEqual(actions.map((action, i) => [action.id, `OPS-${i}`, 'marker']));
    for (const [i, proposal] of read.value.proposals.entries()) {
      const was = actions[i]!.state;
      expect(proposal.state).toBe(was === 'proposed' ? 'accepted' : was);
      expect(proposal.reason === '').toBe(was !== 'declined');
    }
  }));
});

test('GitLab CSV: titles and days come back, no line of a description is a quick action', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const [header, ...rows] = records(gitlabCsv(sampleInput(actions)));
    expect(header).toEqual(['title', 'description', 'due_date']);
    expect(rows.map((row) => [row[0], row[2]])).toEqual(actions.map((action) => [oneLine(action.title).slice(0, 255), action.due]));
    for (const [, description] of rows) expect(/^\//m.test(description!)).toBe(false);
  }));
});

test('the plain table has every action whole', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const [header, ...rows] = records(actionsCsv(sampleInput(actions)));
    expect(rows.map((row) => row[0])).toEqual(actions.map((action) => action.id));
    for (const row of rows) {
      for (const name of ['title', 'owner_role', 'done_when', 'reason', 'note']) expect(row[header!.indexOf(name)]).not.toMatch(/^[=+\-@\t]/);
    }
  }));
});

test('iCalendar, read by ical.js: a to-do each, its text as it was shown, lines of at most 75 octets that end in CRLF', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const text = iCalendar(sampleInput(actions));
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(/[^\r]\n|\r[^\n]/.test(text)).toBe(false);
    const calendar = new ICAL.Component(ICAL.parse(text));
    const todos = calendar.getAllSubcomponents('vtodo');
    expect(todos).toHaveLength(actions.length);
    todos.forEach((todo, i) => {
      const action = actions[i]!;
      expect(todo.getFirstPropertyValue('summary')).toBe(oneLine(action.title));
      expect(String(todo.getFirstPropertyValue('dtstamp'))).toBe('2026-10-14T17:46:40Z');
      expect(todo.getFirstPropertyValue('due')?.toString() ?? '').toBe(action.due);
      expect(['NEEDS-ACTION', 'IN-PROCESS', 'COMPLETED', 'CANCELLED']).toContain(todo.getFirstPropertyValue('status'));
      expect(String(todo.getFirstPropertyValue('description'))).toContain(`tephra:${action.id}`);
      expect(todo.getAllProperties('related-to').map((p) => [p.getFirstParameter('reltype'), p.getFirstValue()])).toEqual(action.dependsOn.map((id) => ['DEPENDS-ON', `tephra-${id}`]));
    });
    expect(new Set(todos.map((todo) => todo.getFirstPropertyValue('uid'))).size).toBe(actions.length);
  }));
});

test('Jira JSON: documents without empty text or line breaks in it, at most 50 issues in a body', () => {
  const texts = (node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    if (Array.isArray(node)) return node.flatMap(texts);
    return [...('text' in node && typeof node.text === 'string' ? [node.text] : []), ...('content' in node ? texts(node.content) : [])];
  };
  fc.assert(fc.property(hostileActions, (actions) => {
    const body: unknown = JSON.parse(jiraJson(sampleInput(actions)));
    expect(body).toMatchObject({ issueUpdates: actions.map((action) => ({ fields: { summary: summaryOf(action), description: { type: 'doc', version: 1 } } })) });
    for (const { fields } of Bodies.parse(body).issueUpdates) for (const text of texts(fields.description)) expect(text).toMatch(/^[^\n]+$/);
  }));
});

test('the Markdown table is one table with a row for each, and its cells read as they were shown', () => {
  fc.assert(fc.property(hostileActions, (actions) => {
    const tree = fromMarkdown(markdownTable(sampleInput(actions)), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    expect(tree.children.map((node) => node.type)).toEqual(['table']);
    const table = tree.children[0]!;
    if (table.type !== 'table') throw new Error('no table');
    expect(table.children).toHaveLength(actions.length + 1);
    table.children.slice(1).forEach((row, i) => expect(plain(row.children[1])).toBe(oneLine(actions[i]!.title)));
  }));
});

/** The text of a node without its markup. */
function plain(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  if ('value' in node && typeof node.value === 'string') return node.value;
  return 'children' in node && Array.isArray(node.children) ? node.children.map(plain).join('') : '';
}

test('the same case gives the same bytes; no file is made of nothing', () => {
  fc.assert(fc.property(hostileActions, fc.constantFrom(...ACTIONS_FORMATS), (actions, format) => {
    expect(renderActions(format, sampleInput(actions))).toEqual(renderActions(format, sampleInput(structuredClone(actions))));
  }), { numRuns: 50 });
  for (const format of ACTIONS_FORMATS) expect(renderActions(format, sampleInput([])).ok).toBe(false);
});

test('whatever a file holds, reading it ends in rows, proposals and problems that add up, or in a sentence', () => {
  const json = fc.json().map((text) => text);
  fc.assert(fc.property(fc.oneof(fc.string(), json, fc.array(fc.constantFrom('Issue key', 'Summary', 'Status', ',', '"', '\n', ';', '\t', '{', '[', '"key":', '"fields":', '"number":1', '"iid":2', '}', ']'), { maxLength: 40 }).map((parts) => parts.join(''))), (text) => {
    const read = proposeFromTracker(text, [], 1n);
    if (read.ok) expect(read.value.proposals.length + read.value.problems.length).toBe(read.value.rows);
    else expect(read.failure).toMatchObject({ code: 'tracker/not-understood' });
  }), { numRuns: 400 });
});
