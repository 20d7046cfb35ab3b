/**
 * How well templates agree with those of people. Definitions as of "A Large-Scale Evaluation for Log Parsing Techniques:
 * How Far Are We?" (Jiang et al., ISSTA 2024, loghub-2.0), section 3.2: grouping accuracy (GA) from "Tools and Benchmarks
 * for Automated Log Parsing" (Zhu et al., ICSE-SEIP 2019), parsing accuracy (PA) from Logram (Dai et al., TSE 2020), F1 of
 * templates (FTA) from "Guidelines for Assessing the Accuracy of Log Message Template Identification Techniques" (Khan et
 * al., ICSE 2022).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REAL_EVIDENCE } from './real-evidence.ts';

export interface Accuracy {
  /** Share of lines whose group holds exactly the lines that the true group holds. */
  readonly grouping: number;
  /** Share of lines whose template is, word by word, the true one. */
  readonly parsing: number;
  /** Harmonic mean of precision and recall over templates: right group and right words. */
  readonly templateF1: number;
  readonly trueTemplates: number;
  readonly templates: number;
}

/** `found` and `truth`: the template of each line. */
export function accuracyOf(found: readonly string[], truth: readonly string[]): Accuracy {
  const foundLines = Map.groupBy(found.keys(), (n) => found[n]!);
  const trueLines = Map.groupBy(truth.keys(), (n) => truth[n]!);
  let grouped = 0;
  let right = 0;
  for (const [template, lines] of trueLines) {
    const first = found[lines[0]!]!;
    if (lines.length !== foundLines.get(first)!.length || lines.some((n) => found[n] !== first)) continue;
    grouped += lines.length;
    if (oneSpace(first) === oneSpace(template)) right++;
  }
  const parsed = truth.filter((template, n) => oneSpace(template) === oneSpace(found[n]!)).length;
  const [precision, recall] = [right / foundLines.size, right / trueLines.size];
  return {
    grouping: grouped / truth.length, parsing: parsed / truth.length, templateF1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    trueTemplates: trueLines.size, templates: foundLines.size,
  };
}

/** Runs of space are one: where fields are padded, how much says nothing. */
function oneSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export interface LogSet {
  readonly name: string;
  readonly log: string;
  /** Of each line, as first published and as corrected for loghub-2.0. */
  readonly truth: readonly string[];
  readonly corrected: readonly string[] | undefined;
}

/** The samples of loghub that lie beside the checkout: `<name>/<name>_2k.log`. */
export function logSets(): LogSet[] {
  const folder = join(REAL_EVIDENCE, '01-loghub');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).toSorted().flatMap((name) => {
    const log = join(folder, name, `${name}_2k.log`);
    if (!existsSync(log)) return [];
    const corrected = `${log}_structured_corrected.csv`;
    return [{ name, log, truth: templatesIn(`${log}_structured.csv`), corrected: existsSync(corrected) ? templatesIn(corrected) : undefined }];
  });
}

function templatesIn(path: string): string[] {
  const [head, ...rows] = csvRows(readFileSync(path, 'utf8'));
  const column = head!.indexOf('EventTemplate');
  return rows.map((row) => row[column]!);
}

/** RFC 4180. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (match[0] === '' && row.length === 0) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
