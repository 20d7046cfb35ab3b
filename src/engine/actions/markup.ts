import type { Description } from './description.ts';

/**
 * The description in GitHub's and GitLab's Markdown. The note is Markdown already; what others wrote is escaped. Neither calls
 * people: a citation ("[@3be1d07a]") or an address must not notify who happens to have that name there.
 */
export function markdownDescription({ note, parts, source }: Description): string {
  return withoutMentions([
    ...(note === '' ? [] : [note]),
    ...parts.map(({ title, lines, isList }) => (isList ? `**${title}**\n\n${lines.map((line) => `- ${escapeMarkdown(line).replaceAll('\n', ' ')}`).join('\n')}` : `**${title}:** ${escapeMarkdown(lines.join(' '))}`)),
    `*${escapeMarkdown(source)}*`,
  ].join('\n\n'));
}

/** Trackers find names in the finished text, so no escape helps: a space without width behind the sign does. */
function withoutMentions(markdown: string): string {
  return markdown.replaceAll(/(^|[^\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, '$1@\u200b');
}

/** The description as plain text: for cells and calendars. */
export function plainDescription({ note, parts, source }: Description): string {
  return [
    ...(note === '' ? [] : [note]),
    ...parts.map(({ title, lines, isList }) => (isList ? `${title}:\n${lines.map((line) => `- ${line.replaceAll('\n', ' ')}`).join('\n')}` : `${title}: ${lines.join(' ')}`)),
    source,
  ].join('\n\n');
}

/**
 * The description in Jira's wiki notation, which is what its CSV importer reads
 * (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all). Characters that would become markup are escaped
 * with a backslash; the note stays as it was written, because its author chose its characters.
 */
export function wikiDescription({ note, parts, source }: Description): string {
  return [
    ...(note === '' ? [] : [note]),
    ...parts.map(({ title, lines, isList }) => (isList ? `*${title}*\n${lines.map((line) => `* ${escapeWiki(line).replaceAll('\n', ' ')}`).join('\n')}` : `*${title}:* ${escapeWiki(lines.join(' '))}`)),
    escapeWiki(source),
  ].join('\n\n');
}

/** CommonMark §2.4: a backslash before punctuation that would begin markup, an entity (§2.5) or, at the start of a line, a block. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>|~]|&(?=#?\w+;)/g, String.raw`\$&`)
    .replaceAll(/^(\s*)([-+=#]|\d+(?=[.)]))/gm, (_, space: string, mark: string) => (/\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`));
}

function escapeWiki(text: string): string {
  return text.replaceAll(/[{}[\]|\\]/g, String.raw`\$&`).replaceAll(/(^|\s)([*_+^~?-])(?=\S)/gm, String.raw`$1\$2`);
}
