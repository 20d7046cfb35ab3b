import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../src/base/time.ts';
import { detectFormat, formatById } from '../../src/formats/index.ts';
import { severityFromText } from '../../src/model/severity.ts';
import { headOf, parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

/**
 * lnav's sample lines, each alone: which kind of ours it is taken for, with which time and level. lnav says the format
 * and sometimes the level; the time is read from the line a second time here, by its digits.
 */
const file = join(REAL_EVIDENCE, '03-lnav-logs/format_samples.json');
/** Our kinds of each of lnav's formats. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  access_log: ['web-access', 'http-access-iso'], alb_log: ['aws-alb'], block_log: ['time-blocks'], candlepin_log: ['candlepin'], cloudvm_ram_log: ['vcsa-ram-size'], dpkg_log: ['package-log', 'update-alternatives'],
  env_logger_log: ['env-logger'], error_log: ['web-error', 'cups-error'], haproxy_log: ['haproxy'], katello_log: ['kafo'], logcat_log: ['android-logcat'], mysql_gen_log: ['mysql-general'], nextflow_log: ['nextflow'],
  openstack_log: ['openstack'], otlp_python_log: ['otel-python'], page_log: ['cups-page'], procstate_log: ['vcsa-procstate'], s3_log: ['aws-s3'], simple_rs_log: ['simple-logger'], sssd_log: ['sssd'], strace_log: ['strace'],
  unifi_log: ['unifi'], vmw_log: ['vmware'], vpostgres_log: ['postgresql'], xmlrpc_log: ['rhn-xmlrpc'], zap_console_log: ['zap-console'], zookeeper_log: ['zookeeper'],
};
/** lnav calls every 4xx an error; a client that errs is a warning here. */
const LEVEL_DIFFERS = (kind: string, line: string): boolean => kind === 'web-access' && / 4\d\d \d/.test(line);

/** Hours stand in the zone of the line; minutes and seconds are the same in nearly all of them. */
function sameClock(line: string, rfc3339: string): boolean {
  const epoch = /\b(\d{10})\.(\d{3,9})/.exec(line);
  const clock = epoch ? new Date(Number(epoch[1]) * 1000).toISOString().slice(14, 19) : /(?:^|\D)\d{1,2}:(\d\d:\d\d)/.exec(line)?.[1];
  return clock !== undefined && rfc3339.slice(14, 19) === (/[+-]\d\d:30\b/.test(line) ? rfc3339.slice(14, 19) : clock);
}

interface Samples { readonly [format: string]: { readonly samples: ReadonlyArray<{ readonly line: string; readonly level?: string }> } }

describe.skipIf(!existsSync(file))('lnav’s sample lines', () => {
  it('are of their own kind with their time and level: 95 % and more', async () => {
    const all: Samples = JSON.parse(readFileSync(file, 'utf8'));
    const table: string[] = [];
    const wrong: string[] = [];
    let lines = 0;
    for (const [name, { samples }] of Object.entries(all)) {
      let right = 0;
      const kinds = new Set<string>();
      for (const { line, level } of samples) {
        lines++;
        const bytes = new TextEncoder().encode(`${line}\n`);
        const id = detectFormat(headOf(bytes, 'sample.log')).format?.id ?? 'unknown';
        kinds.add(id);
        const record = (await parseAll(formatById(id) ?? formatById('plain-text')!, bytes)).records[0];
        const time = record?.timeNs === undefined ? 'no time' : formatRfc3339(record.timeNs);
        const levelIs = level === undefined || LEVEL_DIFFERS(id, line) || Math.ceil((record?.severityNumber ?? 0) / 4) === Math.ceil(severityFromText(level) / 4);
        if (KINDS[name]?.includes(id) === true && sameClock(line, time) && levelIs) right++;
        else wrong.push(`${name} as ${id}, ${time}, severity ${record?.severityNumber}: ${line.slice(0, 100)}`);
      }
      table.push(`${name.padEnd(18)} ${String(right).padStart(2)}/${samples.length}  ${[...kinds].join(', ')}`);
    }
    console.log(`${table.join('\n')}\n${lines - wrong.length} of ${lines} lines\n${wrong.join('\n')}`);
    expect(lines).toBeGreaterThan(100);
    expect(wrong.length / lines).toBeLessThanOrEqual(0.05);
  });
});
