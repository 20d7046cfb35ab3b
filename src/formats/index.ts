import { auditd } from './auditd/index.ts';
import { asciicast } from './asciicast/index.ts';
import { alerts } from './alerts/index.ts';
import { awsCloudtrail } from './aws-cloudtrail/index.ts';
import { azureMonitor } from './azure-monitor/index.ts';
import { checksums } from './checksums/index.ts';
import { containerLog } from './container-log/index.ts';
import { sniffText } from './contract-lines.ts';
import type { Detection, Format, Head } from './contract.ts';
import { csv } from './csv/index.ts';
import { deployRecords } from './deploy-records/index.ts';
import { diff } from './diff/index.ts';
import { dynamicCsv } from './dynamic-csv/index.ts';
import { email } from './email/index.ts';
import { l2tcsv } from './l2tcsv/index.ts';
import { opsgenie } from './opsgenie/index.ts';
import { pagerduty } from './pagerduty/index.ts';
import { shellHistory } from './shell-history/index.ts';
import { slackDirectory } from './slack-directory/index.ts';
import { slackExport } from './slack-export/index.ts';
import { statuspage } from './statuspage/index.ts';
import { sysstatSa } from './sysstat-sa/index.ts';
import { systemStats } from './system-stats/index.ts';
import { teamsExport } from './teams-export/index.ts';
import { timesketch } from './timesketch/index.ts';
import { evt } from './evt/index.ts';
import { evtx } from './evtx/index.ts';
import { gcpLogging } from './gcp-logging/index.ts';
import { gdbStacks } from './gdb-stacks/index.ts';
import { githubAudit } from './github-audit/index.ts';
import { gitLog } from './git-log/index.ts';
import { har } from './har/index.ts';
import { hashicorpAudit } from './hashicorp-audit/index.ts';
import { image } from './image/index.ts';
import { innodbStatus } from './innodb-status/index.ts';
import { jaeger } from './jaeger/index.ts';
import { journal } from './journal/index.ts';
import { journald } from './journald/index.ts';
import { kubectlDescribe } from './kubectl-describe/index.ts';
import { kubectlEvents } from './kubectl-events/index.ts';
import { kubernetesAudit } from './kubernetes-audit/index.ts';
import { kubernetesEvents } from './kubernetes-events/index.ts';
import { jsonDocument } from './json-document/index.ts';
import { jsonLines } from './json-lines/index.ts';
import { lineFormats } from './line-formats/index.ts';
import { logfmt } from './logfmt/index.ts';
import { kernelLog } from './kernel-log/index.ts';
import { lastlog } from './lastlog/index.ts';
import { lokiQuery } from './loki-query/index.ts';
import { mongodb } from './mongodb/index.ts';
import { mysqlError } from './mysql-error/index.ts';
import { mysqlGeneral } from './mysql-general/index.ts';
import { mysqlSlow } from './mysql-slow/index.ts';
import { mysqlbinlog } from './mysqlbinlog/index.ts';
import { nodeReport } from './node-report/index.ts';
import { otlpMetrics } from './otlp-metrics/index.ts';
import { otlpTraces } from './otlp-traces/index.ts';
import { oktaSystemLog } from './okta-system-log/index.ts';
import { oracleAlert } from './oracle-alert/index.ts';
import { pcap } from './pcap/index.ts';
import { plainText } from './plain-text/index.ts';
import { postgresql } from './postgresql/index.ts';
import { scriptRecording } from './script-recording/index.ts';
import { prometheusQuery } from './prometheus-query/index.ts';
import { syslog } from './syslog/index.ts';
import { timestampedText } from './timestamped-text/index.ts';
import { utmp } from './utmp/index.ts';
import { v8CpuProfile } from './v8-cpu-profile/index.ts';
import { v8Heap } from './v8-heap/index.ts';
import { webAccess } from './web-access/index.ts';
import { webError } from './web-error/index.ts';
import { zipkin } from './zipkin/index.ts';
import { trendMicroAv } from './trend-micro-av/index.ts';
import { symantecAv } from './symantec-av/index.ts';
import { sophosAv } from './sophos-av/index.ts';
import { fastAlert } from './fast-alert/index.ts';
import { xchat } from './xchat/index.ts';
import { bodyfile } from './bodyfile/index.ts';
import { popularityContest } from './popularity-contest/index.ts';
import { cmtrace } from './cmtrace/index.ts';
import { bitbucketAccess } from './bitbucket-access/index.ts';
import { exim } from './exim/index.ts';
import { bsmAudit } from './bsm-audit/index.ts';
import { appleAsl } from './apple-asl/index.ts';
import { onedriveOdl } from './onedrive-odl/index.ts';
import { suricataEve } from './suricata-eve/index.ts';
import { microsoft365Audit } from './microsoft365-audit/index.ts';
import { w3cLog } from './w3c-log/index.ts';
import { santa } from './santa/index.ts';
import { ftpLog } from './ftp-log/index.ts';
import { driveSync } from './drive-sync/index.ts';
import { viminfo } from './viminfo/index.ts';
import { powershellTranscript } from './powershell-transcript/index.ts';
import { packageLog } from './package-log/index.ts';
import { appleLog } from './apple-log/index.ts';
import { setupapi } from './setupapi/index.ts';
import { windowsServicing } from './windows-servicing/index.ts';
import { onedriveLog } from './onedrive-log/index.ts';
import { teamviewer } from './teamviewer/index.ts';
import { wincc } from './wincc/index.ts';
import { atlassian } from './atlassian/index.ts';

/** Every format known. A new one is a folder beside this file and a line here. */
export const formats: readonly Format[] = [
  webAccess,
  jsonLines,
  containerLog,
  journald,
  journal,
  utmp,
  auditd,
  kernelLog,
  sysstatSa,
  systemStats,
  lastlog,
  gitLog,
  syslog,
  webError,
  timestampedText,
  postgresql,
  mongodb,
  kubernetesAudit,
  kubernetesEvents,
  kubectlEvents,
  kubectlDescribe,
  awsCloudtrail,
  gcpLogging,
  azureMonitor,
  hashicorpAudit,
  oktaSystemLog,
  githubAudit,
  mysqlSlow,
  mysqlError,
  mysqlGeneral,
  mysqlbinlog,
  innodbStatus,
  oracleAlert,
  gdbStacks,
  logfmt,
  otlpTraces,
  otlpMetrics,
  prometheusQuery,
  alerts,
  har,
  asciicast,
  scriptRecording,
  csv,
  image,
  deployRecords,
  jsonDocument,
  jaeger,
  zipkin,
  lokiQuery,
  slackExport,
  slackDirectory,
  teamsExport,
  pagerduty,
  opsgenie,
  statuspage,
  email,
  shellHistory,
  timesketch,
  l2tcsv,
  dynamicCsv,
  nodeReport,
  checksums,
  diff,
  evt,
  evtx,
  pcap,
  v8CpuProfile,
  v8Heap,
  trendMicroAv,
  symantecAv,
  sophosAv,
  fastAlert,
  xchat,
  bodyfile,
  popularityContest,
  cmtrace,
  bitbucketAccess,
  exim,
  bsmAudit,
  appleAsl,
  onedriveOdl,
  suricataEve,
  microsoft365Audit,
  w3cLog,
  santa,
  ftpLog,
  driveSync,
  viminfo,
  powershellTranscript,
  packageLog,
  appleLog,
  ...lineFormats,
  setupapi,
  windowsServicing,
  onedriveLog,
  teamviewer,
  wincc,
  atlassian,
  plainText,
];

export { checkLineFormat } from './contract-line-check.ts';
export { draftLineFormat } from './line-formats/draft.ts';
export { ownFormat, proveLineFormat, tryLineFormat, type LineTry } from './line-formats/own.ts';
export { previewTable, type TablePreview } from './csv/index.ts';

export function formatById(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}

/** Below this an artifact is carried as unknown. */
export const MIN_CONFIDENCE = 0.3;

export interface Detected extends Detection {
  /** `undefined`: of no known kind. */
  readonly format: Format | undefined;
}

/** From here on a format that is narrower than others takes its files from them. */
const SURE = 0.9;
const NARROWED = 0.15;

/** Every format's answer, best first. */
export function rankFormats(head: Head, own: readonly Format[] = []): Array<Detection & { format: Format }> {
  const answers = [...formats, ...own].flatMap((format) => {
    const found = format.detect(head);
    return found ? [{ ...found, format }] : [];
  });
  const narrowed = new Set(answers.flatMap(({ format, confidence }) => (confidence >= SURE ? format.narrows ?? [] : [])));
  return answers
    .map((answer) => (narrowed.has(answer.format.id) ? { ...answer, confidence: Math.max(0, Math.round((answer.confidence - NARROWED) * 100) / 100) } : answer))
    .sort((a, b) => b.confidence - a.confidence);
}

/** What an artifact is, with the reason. */
export function detectFormat(head: Head, own: readonly Format[] = []): Detected {
  const best = rankFormats(head, own)[0];
  if (best && best.confidence >= MIN_CONFIDENCE) return best;
  const kind = sniffText(head.bytes, head.complete);
  return { format: undefined, confidence: 0, reason: kind.text ? 'no known kind' : kind.reason };
}
