import { headLines } from '../contract-lines.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import { MAX_BODY } from '../contract-record.ts';
import { NS_PER_S } from '../../base/time.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { fishCommand, unmetafied } from './escapes.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** What bash writes before a command when HISTTIMEFORMAT is set. */
const BASH_TIME = /^#(\d{9,10})$/;
/** EXTENDED_HISTORY of zsh: begin and seconds it took. */
const ZSH = /^: {0,2}(\d{9,10}):(\d{1,9});(.*)$/s;
const FISH = /^- cmd: ?(.*)$/s;
const FISH_WHEN = /^ {2}when: (\d{9,10})$/;

/** Commands that were typed, with their times: bash, zsh and fish. */
export const shellHistory: Format = {
  id: 'shell-history',
  title: 'Shell history',
  extensions: ['bash_history', 'zsh_history', 'histfile', 'fish_history', 'txt'],
  magic: ['#1791974051 before each command (bash)', ': 1791974051:0;command (zsh)', '- cmd: command, then when: 1791974051 (fish)'],
  specification: [
    { title: 'GNU Bash manual: HISTTIMEFORMAT', url: 'https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html#index-HISTTIMEFORMAT' },
    { title: 'zsh: EXTENDED_HISTORY', url: 'https://zsh.sourceforge.io/Doc/Release/Options.html#History' },
    { title: 'fish: history', url: 'https://fishshell.com/docs/current/cmds/history.html' },
  ],
  fields: [
    { name: 'event.name', type: 'string', description: 'shell.command.' },
    { name: 'shell', type: 'string', description: 'bash, zsh or fish.', facet: true },
    { name: 'duration_ns', type: 'integer', description: 'Nanoseconds the command took, as zsh notes them, in whole seconds.' },
    { name: 'process.command', type: 'string', description: 'The first word of the command.', facet: true },
  ],
  detect,
  async parse(source, sink, _options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const shell = shellOf({ bytes, complete: source.sizeBytes <= bytes.length })?.shell ?? 'bash';
    let commands = 0;
    let withoutTime = 0;
    /** The command as it stands, until it ends. */
    let durationNs: bigint | undefined;
    let isCommand = false;
    const joined = new JoinedRecord(sink, (record) => {
      let command = record.body;
      if (shell === 'fish') command = fishCommand(command);
      else if (shell === 'bash') command = command.replace(/^#\d+\n?/, '');
      else command = command.replace(/\\\n/g, '\n');
      record.body = command;
      record.understood = record.timeNs !== undefined || shell !== 'fish' || isCommand;
      record.fields = ['shell.command', shell, durationNs, /^\s*([^\s;|&]+)/.exec(command)?.[1]];
      if (record.timeNs === undefined) withoutTime++;
      else commands++;
    });
    /** Whether the last line of bash was a time. */
    let open = false;
    // zsh's own way of writing bytes is no UTF-8, and no damage.
    const quiet = { record: sink.record.bind(sink), room: sink.room.bind(sink), diagnostic: (found: Diagnostic) => { if (found.code !== 'shell-history/invalid-utf8') sink.diagnostic(found); } };
    const { lines, blankLines } = await readTextLog('shell-history', source, shell === 'zsh' ? quiet : sink, signal, (decoded, line) => {
      const text = shell === 'zsh' && line.damaged ? unmetafied(line.bytes).slice(0, MAX_BODY) : decoded;
      const at = shell === 'bash' ? BASH_TIME.exec(text) : shell === 'zsh' ? ZSH.exec(text) : FISH.exec(text);
      if (at) {
        // A time right after a time: the first had no command, or a comment that looks like one.
        const record = joined.begin(line);
        durationNs = undefined;
        isCommand = true;
        open = true;
        if (shell === 'fish') record.body = at[1]!;
        else {
          record.timeNs = BigInt(at[1]!) * NS_PER_S;
          record.timeText = at[1];
          record.body = shell === 'bash' ? text : at[3]!;
          // Some settings of zsh write 0 for every command.
          if (shell === 'zsh' && at[2] !== '0') durationNs = BigInt(at[2]!) * NS_PER_S;
        }
        return;
      }
      if (shell === 'fish') {
        const when = FISH_WHEN.exec(text);
        if (when && joined.isOpen && joined.record.timeNs === undefined) {
          joined.record.timeNs = BigInt(when[1]!) * NS_PER_S;
          joined.record.timeText = when[1];
        }
        // Which files it named is fish's own business; the lines belong to the record.
        if (joined.isOpen && /^ {2,}/.test(text)) {
          joined.record.lengthBytes = line.offsetBytes + line.lengthBytes - joined.record.offsetBytes;
          return;
        }
      } else if (open && joined.join(text, line)) return;
      // What was typed before times were kept.
      open = false;
      joined.begin(line).body = text;
      durationNs = undefined;
      isCommand = false;
    });
    joined.end();
    return { counts: { commands, withoutTime, lines, blankLines }, summary: { shell } };
  },
};

function shellOf(head: Pick<Head, 'bytes' | 'complete'>): { shell: Shell; times: number; lines: number } | undefined {
  const lines = headLines(head, 200);
  const counts = { bash: 0, zsh: 0, fish: 0 };
  let commands = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (BASH_TIME.test(line) && (i + 1 === lines.length || !BASH_TIME.test(lines[i + 1]!))) counts.bash++;
    else if (ZSH.test(line)) counts.zsh++;
    else if (FISH.test(line)) commands++;
    else if (FISH_WHEN.test(line)) counts.fish++;
  }
  if (counts.fish > commands || commands === 0) counts.fish = 0;
  const shell = (['bash', 'zsh', 'fish'] as const).toSorted((a, b) => counts[b] - counts[a])[0]!;
  const times = counts[shell];
  // Comments of scripts are not times; commands may have lines of their own.
  return times === 0 || times < lines.length * (shell === 'zsh' ? 0.3 : 0.15) ? undefined : { shell, times, lines: lines.length };
}

function detect(head: Head): Detection | undefined {
  const found = shellOf(head);
  if (!found) return undefined;
  const { shell, times, lines } = found;
  return { confidence: times >= 2 || shell !== 'bash' ? 0.97 : 0.7, reason: `history of ${shell}: ${times} ${times === 1 ? 'command has its time' : 'commands have their times'} in ${lines} sampled ${lines === 1 ? 'line' : 'lines'}` };
}
