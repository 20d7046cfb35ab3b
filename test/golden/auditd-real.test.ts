import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatRfc3339 } from '../../src/base/time.ts';
import { auditd } from '../../src/formats/auditd/index.ts';
import type { EventRecord } from '../../src/formats/contract.ts';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

const here = existsSync(join(REAL_EVIDENCE, '07-evtx-journal-audit/auditd'));
if (!here) console.log('Real evidence is not on this machine: the tests over audit logs are skipped.');

const Golden = z.array(z.object({ '@timestamp': z.string(), record_type: z.string(), sequence: z.number(), raw_msg: z.string(), data: z.record(z.string(), z.string()).nullable() }).nullable());
const NAMES: Record<string, string> = {
  'audit.result': 'result', 'audit.syscall': 'syscall', 'audit.operation': 'op', 'process.pid': 'pid', 'process.parent_pid': 'ppid', 'process.executable.path': 'exe',
  'process.executable.name': 'comm', 'user.name': 'acct', 'user.id': 'uid', 'audit.login_user.id': 'auid', 'audit.session': 'ses', 'client.address': 'addr', 'client.port': 'port',
};

/** A record under the names that go-libaudit gives: contexts of SELinux in parts, what is only text left out. */
function data(record: EventRecord, type: string): Record<string, string> {
  const out: Record<string, string> = {};
  auditd.fields.forEach(({ name }, i) => {
    const value = record.fields[i];
    // Keys are tags there, beside the data.
    if (value === undefined || name === 'audit.key' || name === 'audit.type' || name === 'audit.sequence') return;
    const theirs = name === 'file.path' ? (type === 'path' ? 'name' : type === 'sockaddr' ? 'path' : 'cwd') : name === 'process.command_line' ? (type === 'proctitle' ? 'proctitle' : type === 'execve' ? '' : 'cmd') : NAMES[name]!;
    if (theirs !== '') out[theirs] = String(value);
  });
  for (const [name, value] of Object.entries(record.attributes ?? {})) {
    if (name === 'text') continue;
    if (name !== 'subj' && name !== 'obj') out[name] = String(value);
    else ['user', 'role', 'domain', 'level', 'category'].forEach((part, i) => {
      const word = String(value).split(':')[i];
      if (word !== undefined) out[`${name}_${part}`] = word;
    });
  }
  return out;
}

describe.skipIf(!here)('audit logs of real machines', () => {
  it.each(['audit-rhel7', 'audit-ubuntu16', 'audit-ubuntu17'])('%s: every record has the type, sequence, time and data that go-libaudit finds', async (name) => {
    const folder = join(REAL_EVIDENCE, '07-evtx-journal-audit/auditd/auparse/testdata');
    const bytes = new Uint8Array(readFileSync(join(folder, `${name}.log`)));
    expect(detectFormat(headOf(bytes, 'x')).format?.id).toBe('auditd');
    const { records } = await parseAll(auditd, bytes);
    const golden = Golden.parse(JSON.parse(readFileSync(join(folder, `${name}.log.golden`), 'utf8')));
    const theirs = golden.filter((one) => one !== null).map((one) => ({ time: one['@timestamp'].replace(/\.?0*Z$/, 'Z'), type: one.record_type, sequence: one.sequence, data: one.data ?? {} }));
    const ours = records.filter((record) => record.understood).map((record) => {
      const type = String(record.fields[0]).toLowerCase();
      return { time: formatRfc3339(record.timeNs!).replace(/\.?0*Z$/, 'Z'), type, sequence: record.fields[1], data: data(record, type) };
    });
    const sorted = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one, (_key, v: unknown) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v))).sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  it('plaso: every event of an enriched log, with what auditd added to it', async () => {
    const bytes = new Uint8Array(readFileSync(join(REAL_EVIDENCE, '02-plaso-test_data/audit_enriched.log')));
    expect(detectFormat(headOf(bytes, 'x')).format?.id).toBe('auditd');
    const { records, diagnostics } = await parseAll(auditd, bytes);
    expect([records.length, records.filter((r) => r.understood && r.timeNs !== undefined).length, diagnostics.length]).toEqual([29, 29, 0]);
    expect(records.filter((r) => r.attributes?.['AUID'] !== undefined).length).toBeGreaterThan(10);
  });
});
