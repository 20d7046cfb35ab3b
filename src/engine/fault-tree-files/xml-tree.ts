import { SaxesParser } from 'saxes';
import type { FileProblems, Place } from './file-problem.ts';

/** An element with where it begins; prefixes of names are left away. */
export interface XmlElement extends Place {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Deeper than models are; it keeps what walks the elements within the stack. */
const MOST_LEVELS = 256;
const MOST_FAULTS = 20;
/** Text between elements means something in labels alone. */
const LONGEST_TEXT = 200_000;

/**
 * The root element of an XML text (XML 1.0). Entities that a document type defines are neither read nor expanded, and
 * nothing is fetched. What is not well formed is a problem with its place; what was read so far is given.
 */
export function readXml(text: string, problems: FileProblems): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let begins: Place = { line: 1, column: 1 };
  let tooDeep = 0;
  const seen = { faults: 0, refused: false };
  parser.on('error', (error) => {
    if (!seen.refused && seen.faults++ < MOST_FAULTS) problems.fatal(`The XML is not well formed: ${words(error.message)}.`, { line: parser.line, column: parser.column + 1 });
  });
  parser.on('doctype', (doctype) => {
    if (!/<!ENTITY/i.test(doctype)) return;
    seen.refused = true;
    problems.fatal('The file defines XML entities. Tephra does not expand them: remove the document type and write out what they stand for.', { line: parser.line, column: 1 });
  });
  parser.on('opentagstart', ({ name }) => {
    // The character behind the name is read already: where that is a line end, the tag began on the line before.
    const column = parser.columnIndex - name.length - 1;
    begins = column < 1 ? { line: Math.max(1, parser.line - 1), column: 1 } : { line: parser.line, column };
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MOST_LEVELS) {
      if (tooDeep++ === 0) problems.fatal(`Elements are nested deeper than ${MOST_LEVELS} levels. What is deeper is left out.`, begins);
      return;
    }
    const name = local(tag.name);
    const element: XmlElement = { name, attributes: attributesOf(tag.attributes), children: [], text: '', ...begins };
    const parent = open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    if (tooDeep > 0) tooDeep--;
    else open.pop();
  });
  parser.on('text', (more) => {
    const element = open.at(-1);
    if (element !== undefined && tooDeep === 0 && element.text.length < LONGEST_TEXT) element.text += more;
  });
  parser.on('cdata', (more) => {
    const element = open.at(-1);
    if (element !== undefined && tooDeep === 0 && element.text.length < LONGEST_TEXT) element.text += more;
  });
  const given = (): boolean => !seen.refused && seen.faults <= MOST_FAULTS;
  for (let at = 0; at < text.length && given(); at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (given()) parser.close();
  return seen.refused ? undefined : root;
}

const CHUNK = 1 << 16;

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes));
}

/** saxes puts the place in front of its message. */
function words(message: string): string {
  return message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, '');
}
