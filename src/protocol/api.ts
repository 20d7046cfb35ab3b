import * as actions from './methods/actions.ts';
import * as caseMethods from './methods/case.ts';
import * as clocks from './methods/clocks.ts';
import * as comments from './methods/comments.ts';
import * as evidence from './methods/evidence.ts';
import * as faultTrees from './methods/fault-tree.ts';
import * as faultTreeFiles from './methods/fault-tree-files.ts';
import * as events from './methods/events.ts';
import * as focus from './methods/focus.ts';
import * as gaps from './methods/gaps.ts';
import * as saved from './methods/saved.ts';
import * as follow from './methods/follow.ts';
import * as exports from './methods/export.ts';
import * as imports from './methods/import.ts';
import * as items from './methods/items.ts';
import * as formats from './methods/formats.ts';
import * as messageTemplates from './methods/message-templates.ts';
import * as postmortem from './methods/postmortem.ts';
import * as recordings from './methods/recordings.ts';
import * as report from './methods/report.ts';
import * as shell from './methods/shell.ts';
import * as sql from './methods/sql.ts';
import * as templates from './methods/templates.ts';
import * as traces from './methods/traces.ts';
import * as trust from './methods/trust.ts';

/** Every method of the protocol. A view that needs new data adds one here and a handler in engine/service. */
export const api = {
  recentCases: shell.recentCases,
  forgetRecentCase: shell.forgetRecentCase,
  personNotes: shell.personNotes,
  keepPersonNotes: shell.keepPersonNotes,
  sampleCase: shell.sampleCase,
  listFolder: shell.listFolder,
  listFormats: shell.listFormats,
  inspect: shell.inspect,
  createCase: shell.createCase,
  openCase: shell.openCase,
  closeCase: shell.closeCase,
  caseInfo: caseMethods.caseInfo,
  watchCase: caseMethods.watchCase,
  verifyCase: caseMethods.verifyCase,
  caseHistory: caseMethods.caseHistory,
  entryHistory: caseMethods.entryHistory,
  doCommand: caseMethods.doCommand,
  undo: caseMethods.undo,
  redo: caseMethods.redo,
  listTimeline: caseMethods.listTimeline,
  proposeEntries: imports.proposeEntries,
  listComments: comments.listComments,
  listItems: items.listItems,
  getPostmortem: caseMethods.getPostmortem,
  resolveBlocks: postmortem.resolveBlocks,
  countClaims: postmortem.countClaims,
  checkGates: postmortem.checkGates,
  advancePostmortem: postmortem.advancePostmortem,
  keepVersion: postmortem.keepVersion,
  listVersions: postmortem.listVersions,
  getVersion: postmortem.getVersion,
  ownFormats: formats.ownFormats,
  addOwnFormat: formats.addOwnFormat,
  removeOwnFormat: formats.removeOwnFormat,
  tryFormat: formats.tryFormat,
  listTemplates: templates.listTemplates,
  getTemplate: templates.getTemplate,
  saveTemplate: templates.saveTemplate,
  removeTemplate: templates.removeTemplate,
  addEvidence: evidence.addEvidence,
  uploadEvidence: evidence.uploadEvidence,
  watchIngest: evidence.watchIngest,
  cancelIngest: evidence.cancelIngest,
  followEvidence: follow.followEvidence,
  startFollowing: follow.startFollowing,
  stopFollowing: follow.stopFollowing,
  watchFollowed: follow.watchFollowed,
  openStream: follow.openStream,
  appendStream: follow.appendStream,
  endStream: follow.endStream,
  listEvidence: evidence.listEvidence,
  listDiagnostics: evidence.listDiagnostics,
  readBytes: evidence.readBytes,
  resolveCitations: evidence.resolveCitations,
  evidenceTrust: evidence.evidenceTrust,
  artifactTrust: trust.artifactTrust,
  estimateClock: clocks.estimateClock,
  evidenceIntegrity: evidence.evidenceIntegrity,
  relinkEvidence: evidence.relinkEvidence,
  rereadEvidence: evidence.rereadEvidence,
  tableColumns: evidence.tableColumns,
  pageEvents: events.pageEvents,
  seekEvent: events.seekEvent,
  overviewEvents: events.overviewEvents,
  listFields: events.listFields,
  fieldValues: events.fieldValues,
  histogram: events.histogram,
  listGaps: gaps.listGaps,
  focusEvents: focus.focusEvents,
  facets: events.facets,
  getEvent: events.getEvent,
  eventContext: events.eventContext,
  runSql: events.runSql,
  streamSql: events.streamSql,
  sqlSchema: events.sqlSchema,
  filterToSql: sql.filterToSql,
  exportSql: sql.exportSql,
  searchEvents: events.searchEvents,
  fileTemplates: messageTemplates.fileTemplates,
  templateState: messageTemplates.templateState,
  mineTemplates: messageTemplates.mineTemplates,
  listMessageTemplates: messageTemplates.listMessageTemplates,
  getMessageTemplate: messageTemplates.getMessageTemplate,
  compareWindows: messageTemplates.compareWindows,
  listSaved: saved.listSaved,
  listSearches: saved.listSearches,
  keepSearches: saved.keepSearches,
  forgetSearches: saved.forgetSearches,
  listTraces: traces.listTraces,
  traceDurations: traces.traceDurations,
  traceNames: traces.traceNames,
  getTrace: traces.getTrace,
  serviceMap: traces.serviceMap,
  exportRecords: exports.exportRecords,
  describeRecording: recordings.describeRecording,
  readRecording: recordings.readRecording,
  renderActions: actions.renderActions,
  writeActions: actions.writeActions,
  readTracker: actions.readTracker,
  renderReport: report.renderReport,
  writeReport: report.writeReport,
  checkReport: report.checkReport,
  statusTexts: report.statusTexts,
  renderTimeline: report.renderTimeline,
  analyseFaultTree: faultTrees.analyseFaultTree,
  analyseFaultTreeFile: faultTrees.analyseFaultTreeFile,
  importFaultTree: faultTreeFiles.importFaultTree,
  renderFaultTree: faultTreeFiles.renderFaultTree,
  writeFaultTree: faultTreeFiles.writeFaultTree,
} as const;

export type Api = typeof api;
export type MethodKey = keyof Api;
