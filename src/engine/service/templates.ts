import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from '../../base/ids.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { parsePostmortem, sectionsOf } from '../../model/postmortem.ts';
import { replaceFile } from './replace-file.ts';

/** What a postmortem can start from. `sections`: titles of its headings, the first left out. */
export interface Template {
  readonly id: string;
  readonly title: string;
  /** Kept by the person, in their own folder. */
  readonly own: boolean;
  readonly sections: string[];
}

/** Those that ship, in the order of the chooser; texts are `templates/<id>.md` among the resources. */
const SHIPPED = ['tephra', 'google-sre', 'pagerduty', 'atlassian', 'etsy', 'incident-io', 'howie'] as const;

/** First line of a template: what it is called. It never enters a postmortem. */
const TITLE = /^<!--[ \t]*template:[ \t]*(.{1,200}?)[ \t]*-->\r?\n\s*/;
const OWN = /^own-[0-9a-f-]{36}$/;
const MOST_BYTES = 1 << 20;
const MOST_OWN = 500;

/** Templates of the app and of the person. The person's are Markdown files in their folder, to be read and copied without us. */
export class Templates {
  readonly #shipped: string;
  readonly #own: string;

  constructor(resourcesDir: string, appDataDir: string) {
    this.#shipped = join(resourcesDir, 'templates');
    this.#own = join(appDataDir, 'templates');
  }

  async list(): Promise<Template[]> {
    const files = await readdir(this.#own).catch(() => []);
    const own = files.flatMap((file) => (file.endsWith('.md') && OWN.test(file.slice(0, -3)) ? [file.slice(0, -3)] : [])).sort().slice(0, MOST_OWN);
    const read = await Promise.all([...SHIPPED, ...own].map((id) => this.get(id)));
    return read.flatMap((one) => (one.ok ? [{ id: one.value.id, title: one.value.title, own: one.value.own, sections: sections(one.value.text) }] : []));
  }

  /** Its text, as a postmortem starts from it. Code: `template/not-found`. */
  async get(id: string): Promise<Result<{ id: string; title: string; own: boolean; text: string }>> {
    const path = this.#path(id);
    if (path === undefined) return notFound(id);
    try {
      const text = await readFile(path, 'utf8');
      return ok({ id, own: OWN.test(id), title: TITLE.exec(text)?.[1] ?? (id === 'tephra' ? 'Tephra' : 'Untitled'), text: text.replace(TITLE, '') });
    } catch {
      return notFound(id);
    }
  }

  /** Keeps a text as one's own template; under a title that one of them has, in its place. Codes: `file/not-writable`, `template/too-large`. */
  async save(title: string, text: string): Promise<Result<{ id: string }>> {
    if (Buffer.byteLength(text) > MOST_BYTES) return fail('template/too-large', 'The text has more than 1 MB. Keep what others would start from, and leave the rest out.');
    const said = title.replace(/--+>?|[\r\n]+/g, ' ').trim().slice(0, 200);
    const same = (await this.list()).find((one) => one.own && one.title === said);
    const id = same?.id ?? `own-${uuidv7()}`;
    await mkdir(this.#own, { recursive: true }).catch(() => undefined);
    const written = await replaceFile(join(this.#own, `${id}.md`), `<!-- template: ${said === '' ? 'Untitled' : said} -->\n\n${text.replace(TITLE, '')}`);
    return written.ok ? ok({ id }) : written;
  }

  async remove(id: string): Promise<Result<Record<string, never>>> {
    const path = OWN.test(id) ? this.#path(id) : undefined;
    if (path === undefined) return notFound(id);
    await rm(path, { force: true });
    return ok({});
  }

  /** Ids come from elsewhere: only those of known form are paths. */
  #path(id: string): string | undefined {
    if (OWN.test(id)) return join(this.#own, `${id}.md`);
    return SHIPPED.some((one) => one === id) ? join(this.#shipped, `${id}.md`) : undefined;
  }
}

function sections(text: string): string[] {
  return sectionsOf(text, parsePostmortem(text)).filter((s) => s.level > 1).map((s) => s.title).slice(0, 100);
}

function notFound(id: string): Result<never> {
  return fail('template/not-found', 'There is no such template any more.', { id });
}
