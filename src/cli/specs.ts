import type { CommandSpec, OptionSpec } from './arguments.ts';

const CASE: OptionSpec = { type: 'string', value: 'DIR', help: 'folder of the case' };
const JSON_OUT: OptionSpec = { type: 'boolean', help: 'one JSON object on standard output, errors too' };

export const OPEN: CommandSpec = {
  name: '', usage: '[PATH…]', summary: 'opens the workbench on evidence or a case',
  options: {
    sample: { type: 'boolean', help: 'opens the sample incident', internal: true },
  },
  examples: [
    ['tephra', 'opens the workbench on its welcome screen'],
    ['tephra outage.tephra', 'opens a case'],
    ['tephra /var/log/nginx app.jsonl', 'takes evidence into a new case in your data folder and opens it'],
  ],
  notes: ['The workbench is a window where Electron and a display are at hand, else a page in your browser.'],
};

export const SERVE: CommandSpec = {
  name: 'serve', usage: '[CASE] [--port N]', summary: 'opens the workbench for a browser and prints its one-time URL',
  options: { port: { type: 'string', value: 'N', help: 'port on 127.0.0.1 (default and 0: any free one)' } },
  examples: [['tephra serve outage.tephra --port 7777', 'on a jump box; "ssh -L 7777:127.0.0.1:7777 HOST" brings it to you']],
  notes: ['Runs until Ctrl+C. The URL works once, for the first browser that opens it.'],
};

export const INGEST: CommandSpec = {
  name: 'ingest', usage: 'PATH…|- --case DIR [--reference] [--zone ZONE] [--follow] [--name NAME] [--json]', summary: 'takes files, folders or standard input into a new or existing case',
  options: {
    case: { type: 'string', value: 'DIR', help: 'folder of the case; made when it is not there' },
    reference: { type: 'boolean', help: 'leaves the evidence where it lies instead of copying it into the case' },
    zone: { type: 'string', value: 'ZONE', help: 'zone of times that name none, such as Europe/Berlin (default: UTC)' },
    follow: { type: 'boolean', help: 'goes on as the files grow, through rotation, until Ctrl+C' },
    name: { type: 'string', value: 'NAME', help: 'what standard input is called in the case (default: stdin)' },
    json: JSON_OUT,
  },
  examples: [
    ['tephra ingest /var/log/nginx app.jsonl --case outage.tephra', 'two sources, one case'],
    ['kubectl logs -f deploy/checkout | tephra ingest - --name checkout --case outage.tephra', 'from a pipe, as it comes'],
    ['tephra ingest --follow /var/log/nginx/error.log --case outage.tephra', 'a file that is being written'],
  ],
  notes: [
    'The same evidence twice changes nothing, also when a follow or a pipe is started again. Originals are only read.',
  ],
};

export const INSPECT: CommandSpec = {
  name: 'inspect', usage: 'FILE [--json]', summary: 'says what one file is and what is in it, without a case',
  options: { json: JSON_OUT },
  examples: [['tephra inspect access.log', 'kind, reason, time range, counts, damage']],
};

export const SQL: CommandSpec = {
  name: 'sql', usage: '--case DIR QUERY|--schema [--json]', summary: 'runs read-only SQL over the index of a case',
  options: { case: CASE, schema: { type: 'boolean', help: 'describes every table and column instead' }, json: JSON_OUT },
  examples: [
    ['tephra sql --case outage.tephra "select service_name, count(*) from events group by all"', 'DuckDB SQL'],
    ['tephra sql --case outage.tephra --schema', 'what there is to ask'],
  ],
};

export const SEARCH: CommandSpec = {
  name: 'search', usage: '--case DIR TEXT|/REGEX/ [--from T] [--to T] [--limit N] [--json]', summary: 'finds text or a pattern, in time order, with evidence references',
  options: {
    case: CASE,
    from: { type: 'string', value: 'T', help: 'from this time on' },
    to: { type: 'string', value: 'T', help: 'before this time' },
    limit: { type: 'string', value: 'N', help: 'hits at most (default: 1000)' },
    json: JSON_OUT,
  },
  examples: [
    ['tephra search --case outage.tephra "not found"', 'text, upper or lower case'],
    ['tephra search --case outage.tephra "/timed? ?out/" --from "2026-10-08 10:00" --limit 20', 'a regular expression (RE2), from 10:00 UTC'],
  ],
  notes: ['T is RFC 3339, a shorter time in UTC ("2026-10-08 10:02", "2026-10-08", or "10:02" on the first day of the case), or Unix seconds as "@1791453600".'],
};

export const TEMPLATES: CommandSpec = {
  name: 'templates', usage: 'FILE… | --case DIR [--lines] [--baseline FROM/TO] [--incident FROM/TO] [--limit N] [--json]', summary: 'finds the templates of messages: what is said, how often, since when, and what changed',
  options: {
    case: CASE,
    lines: { type: 'boolean', help: 'of files: the template of each line, in order' },
    incident: { type: 'string', value: 'FROM/TO', help: 'of a case: compares this time with the one before (default: from the milestone Impact start)' },
    baseline: { type: 'string', value: 'FROM/TO', help: 'of a case: what to compare with (default: as long before the incident)' },
    limit: { type: 'string', value: 'N', help: 'changes at most (default: 100)' },
    json: JSON_OUT,
  },
  examples: [
    ['tephra templates app.log', 'the most frequent first, "<*>" for what varies'],
    ['tephra templates --lines --json app.log', 'with one id for each line'],
    ['tephra templates --case outage.tephra --baseline "10:00/10:30" --incident "10:30/11:00"', 'what is new, vanished, or came at another rate, the most telling first'],
  ],
  notes: [
    'The id of a template is a hash of its pattern: the same in every case. Nothing is to be set for a source.',
    'FROM and TO are times as search takes them. --baseline alone compares with the incident of the milestones.',
  ],
};

export const TIMELINE: CommandSpec = {
  name: 'timeline', usage: '--case DIR [--format md|csv|timesketch-jsonl|timesketch-csv|l2tcsv|dynamic-csv] [-o FILE]', summary: 'writes the curated timeline',
  options: {
    case: CASE,
    format: { type: 'string', value: 'FORMAT', help: 'md (default), csv, timesketch-jsonl, timesketch-csv, l2tcsv or dynamic-csv (plaso)' },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'writes to a file instead of standard output' },
  },
  examples: [['tephra timeline --case outage.tephra --format timesketch-jsonl -o timeline.jsonl', 'for Timesketch']],
};

export const FAULTTREE: CommandSpec = {
  name: 'faulttree', usage: 'MODEL [--max-order N] [--min-probability P] [--prime-implicants] [--list N] [--samples N] [--seed N] [--json]',
  summary: 'quantifies a fault tree: probability, cut sets, importance (Open-PSA MEF, Galileo, Aralia, OpenFTA)',
  options: {
    'max-order': { type: 'string', value: 'N', help: 'leaves out cut sets of more events' },
    'min-probability': { type: 'string', value: 'P', help: 'leaves out cut sets that are less probable' },
    'prime-implicants': { type: 'boolean', help: 'of a tree that is not coherent: prime implicants instead of minimal cut sets' },
    list: { type: 'string', value: 'N', help: 'cut sets that are listed, the most probable first (default: 20, with --json 100)' },
    samples: { type: 'string', value: 'N', help: 'trials of a simulation of the uncertainty of the probabilities' },
    seed: { type: 'string', value: 'N', help: 'of the simulation (default: 1); the same seed gives the same numbers' },
    json: JSON_OUT,
  },
  examples: [
    ['tephra faulttree pumps.xml', 'exact probability, cut sets by order, the most important events'],
    ['tephra faulttree pumps.dft --max-order 3 --json', 'short cut sets alone; what was left out is said'],
  ],
  notes: ['Probabilities are exact. Where a model is too large for that, what is said of it is between which numbers they lie.'],
};

export const REPORT: CommandSpec = {
  name: 'report', usage: '--case DIR --format md|pdf|html|deck|status [--audience internal|external] [--standard a-2a|ua-1] [--roles] [--mask] -o FILE | --lint [FILE.md] [--case DIR] [--json]',
  summary: 'writes the postmortem; without one, the timeline and the evidence appendix; with --lint reads it for blame',
  options: {
    case: CASE,
    format: { type: 'string', value: 'FORMAT', help: 'md, pdf, html, deck (slides as HTML) or status (three mails); default: by the ending of FILE' },
    audience: { type: 'string', value: 'WHO', help: 'internal (default), or external: without what is marked internal, excerpts and paths' },
    standard: { type: 'string', value: 'NAME', help: 'of a PDF: a-2a (PDF/A, default) or ua-1 (PDF/UA)' },
    roles: { type: 'boolean', help: 'shows people as roles; external reports always do' },
    mask: { type: 'boolean', help: 'replaces what looks like secrets or personal data' },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'file to write; - is standard output' },
    lint: { type: 'boolean', help: 'writes nothing; lists what blames, hides a decision or disagrees with the timeline' },
    json: { type: 'boolean', help: 'with --lint: one JSON object on standard output, errors too' },
  },
  examples: [
    ['tephra report --case outage.tephra --format pdf -o postmortem.pdf', 'PDF/A with bookmarks and an evidence appendix'],
    ['tephra report --case outage.tephra --audience external --mask -o postmortem.html', 'one HTML file for people outside'],
    ['tephra report --lint --case outage.tephra', 'one line per finding: place, rule, what it is about'],
    ['tephra report --lint postmortem.md', 'the same for any Markdown file, without a case'],
  ],
  notes: [
    'What looks like a secret or personal data is listed on standard error before the report is written.',
    'Markdown written to a file has its figures in a folder beside it.',
    'What --lint finds is advice: the exit code is 0 with findings too. Put <!-- lint-ok: RULE --> into a paragraph to keep its wording.',
  ],
};

export const VERIFY: CommandSpec = {
  name: 'verify', usage: 'CASE [--json]', summary: 're-hashes evidence, checks the audit chain and both databases',
  options: { json: JSON_OUT },
  examples: [['tephra verify outage.tephra', 'exit code 4 when anything is not as it was']],
};

export const FORMATS: CommandSpec = {
  name: 'formats', usage: '[--add FILE] [--remove ID] [--json]', summary: 'lists every format Tephra reads, and keeps your own',
  options: {
    add: { type: 'string', value: 'FILE', help: 'keeps the format that a JSON file describes; its samples have to be read as they say' },
    remove: { type: 'string', value: 'ID', help: 'forgets a format of your own; cases that use it keep it' },
    json: JSON_OUT,
  },
  examples: [['tephra formats --json', 'id, title, extensions, magic and specification of each'], ['tephra formats --add shop-gateway.json', 'evidence that comes in from then on is read with it']],
};

/** In the order of help. */
export const COMMANDS: readonly CommandSpec[] = [OPEN, SERVE, INGEST, INSPECT, SQL, SEARCH, TEMPLATES, TIMELINE, FAULTTREE, REPORT, VERIFY, FORMATS];
