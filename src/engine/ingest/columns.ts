import { fail, ok, type Result } from '../../base/result.ts';
import { isZone } from '../../base/time.ts';
import { knownFormats } from './known-formats.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import type { OutputOf } from '../../protocol/define.ts';
import type { tableColumns } from '../../protocol/methods/evidence.ts';
import type { Custody } from '../casefile/contract.ts';
import { readEvidence } from './evidence-bytes.ts';

const PREVIEW_BYTES = 1 << 20;

/** The beginning of an artifact as a table. Codes: `evidence/missing`, `evidence/changed`, `case/unknown-zone`. */
export async function columnsOf(
  caseDir: string, custody: Custody, options: { mapping?: TableMapping | undefined; zone?: string | undefined; rows: number },
): Promise<Result<OutputOf<typeof tableColumns>>> {
  const zone = options.zone ?? custody.zone;
  if (!isZone(zone)) return fail('case/unknown-zone', `“${zone}” is not a time zone this computer knows. Use a name such as Europe/Berlin or an offset such as +02:00.`, { zone });
  const bytes = await readEvidence(caseDir, custody, 0, PREVIEW_BYTES);
  if (!bytes.ok) return bytes;
  const { guess, mapping, columns, rows, failing, rowsRead, rowsFailing } = await (await knownFormats()).previewTable(
    bytes.value, bytes.value.length === custody.sizeBytes, { mapping: options.mapping ?? custody.reading?.mapping, zone, rows: options.rows },
  );
  return ok({
    mapping, columns: [...columns], rowsRead, rowsFailing, bytesRead: bytes.value.length,
    ...(guess ? { guess: { mapping: guess.mapping, said: [...guess.said], ...(guess.ambiguous === undefined ? {} : { ambiguous: guess.ambiguous }) } } : {}),
    rows: rows.map(({ cells, offsetBytes, lengthBytes, line, timeNs, severityNumber, problem }) => ({
      cells: [...cells], offsetBytes, lengthBytes, line, severityNumber, ...(timeNs === undefined ? {} : { timeNs }), ...(problem ? { problem: problem.message } : {}),
    })),
    failing: failing.map(({ message, offsetBytes, lengthBytes, line }) => ({ message, offsetBytes, lengthBytes, line })),
  });
}
