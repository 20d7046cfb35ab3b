import { api } from '../../../protocol/api.ts';
import type { CaseSession } from '../../rpc/case-session.ts';
import { accessLogOf, findInSample, type SampleFinds } from './steps.ts';

/** Looks up what the steps show; what cannot be had is done without. */
export async function lookInSample(session: CaseSession): Promise<SampleFinds> {
  const [artifacts, entries] = await Promise.all([session.call(api.listEvidence, {}), session.call(api.listTimeline, {})]);
  const accessLog = accessLogOf(artifacts.ok ? artifacts.value : []);
  const failed = accessLog === undefined ? undefined : await session.call(api.runSql, {
    sql: `SELECT offset_bytes FROM web_access WHERE artifact = '${accessLog}' AND "http.response.status_code" >= 500 ORDER BY offset_bytes`, maxRows: 5000,
  });
  return findInSample(accessLog, failed?.ok === true ? failed.value.rows.map(([offset]) => Number(offset)) : [], entries.ok ? entries.value : []);
}
