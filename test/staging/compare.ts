// Says whether two stagings have the same shape: node test/staging/compare.ts STAGED OTHER. Each is what stage.ts wrote,
// or a folder of evidence alone. The same files, each of the same kind with as many kinds of records; and where both
// have a truth.json, the same story in the same order.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.ts';

interface Artifact {
  readonly path: string;
  readonly kind: string;
  readonly status: string;
  readonly records: number;
  readonly notUnderstood: number;
  readonly from: string | null;
}

/** More or less than these times as many records is another outage. */
const ALIKE = 3;
const TEPHRA = fileURLToPath(new URL('../../src/cli/bin.mjs', import.meta.url));
const [, , one, other] = process.argv;
if (one === undefined || other === undefined) {
  console.error('node test/staging/compare.ts STAGED OTHER, such as: … staged resources/sample-incident');
  process.exit(2);
}
const differences: string[] = [];
const [a, b] = [await bundle(one), await bundle(other)];
for (const name of new Set([...a.files.keys(), ...b.files.keys()])) {
  const [mine, theirs] = [a.files.get(name), b.files.get(name)];
  if (!mine || !theirs) differences.push(`${name} is only in ${mine ? one : other}`);
  else if (mine.kind !== theirs.kind || mine.status !== theirs.status) differences.push(`${name} is ${mine.kind} (${mine.status}) here, ${theirs.kind} (${theirs.status}) there`);
  else if ((mine.records === 0) !== (theirs.records === 0) || mine.records > ALIKE * theirs.records || theirs.records > ALIKE * mine.records) differences.push(`${name} has ${mine.records} records here, ${theirs.records} there`);
  else if ((mine.from === null) !== (theirs.from === null)) differences.push(`${name} has times in one of the two only`);
  else if ((mine.notUnderstood === 0) !== (theirs.notUnderstood === 0)) differences.push(`${name}: ${mine.notUnderstood} records are not understood here, ${theirs.notUnderstood} there`);
}
if (a.story && b.story && a.story.join('\n') !== b.story.join('\n')) differences.push(`the story differs:\n    ${a.story.join('\n    ')}\n  and\n    ${b.story.join('\n    ')}`);
console.log(`${a.files.size} and ${b.files.size} files${a.story && b.story ? `, ${a.story.length} and ${b.story.length} steps of the story` : ''}`);
for (const difference of differences) console.log(`  ${difference}`);
console.log(differences.length === 0 ? 'The same shape.' : 'Not the same shape.');
process.exit(differences.length === 0 ? 0 : 1);

async function bundle(folder: string): Promise<{ files: Map<string, Artifact>; story: string[] | undefined }> {
  const evidence = existsSync(join(folder, 'evidence')) ? join(folder, 'evidence') : folder;
  await sums(evidence);
  const dir = await mkdtemp(join(tmpdir(), 'tephra-compare-'));
  try {
    const { artifacts }: { artifacts: Artifact[] } = JSON.parse(await run(process.execPath, [TEPHRA, 'ingest', evidence, '--case', join(dir, 'case'), '--json']));
    // Days and process ids are of the staging.
    const shape = (path: string): string => path.replace(/\d{4}-\d\d-\d\d|\d{8}\.\d{6}|\d{2,}(?=\.(?:0\.001\.json|cpuprofile))/g, 'N');
    return { files: new Map(artifacts.map((artifact) => [shape(artifact.path), artifact])), story: await storyOf(folder) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What happened, in order; the sample's truth stands beside this script. A second death belongs to the same story. */
async function storyOf(folder: string): Promise<string[] | undefined> {
  const file = [join(folder, 'truth.json'), ...(folder.replace(/\/$/, '').endsWith('resources/sample-incident') ? [fileURLToPath(new URL('truth.json', import.meta.url))] : [])].find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const { events }: { events: Array<{ what: string }> } = JSON.parse(await readFile(file, 'utf8'));
  return [...new Set(events.map(({ what }) => what))];
}

/** The list beside the evidence holds for all of it. */
async function sums(evidence: string): Promise<void> {
  await run('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: evidence }).catch((error: unknown) => differences.push(`${evidence}: ${String(error)}`));
}
