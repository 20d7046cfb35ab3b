import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { ParameterType } from '../../../protocol/methods/message-templates.ts';
import { judge } from '../../analyse/baseline/judge.ts';
import type { MinedTemplate } from '../../analyse/templates/miner.ts';
import type { TemplateRow, TimeWindow } from '../../index/contract.ts';
import { mineFiles } from '../../ingest/mining.ts';
import type { TimeSpan } from '../../ingest/mining-messages.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import { SharedMining } from '../shared-mining.ts';
import { chooseWindows } from '../windows.ts';

export type MessageTemplatesHandlers = Pick<
  Handlers<Api, Session>, 'fileTemplates' | 'templateState' | 'mineTemplates' | 'listMessageTemplates' | 'getMessageTemplate' | 'compareWindows'
>;

type Template = OutputOf<Api['listMessageTemplates']>['rows'][number];

/** Lines of an item: a quarter of a megabyte. */
const LINES = 65_536;

/** Templates of messages, and what changed between two windows. Templates of postmortems are in templates.ts. */
export function messageTemplatesHandlers(engine: EngineContext): MessageTemplatesHandlers {
  const mining = new SharedMining(engine.options.createParseWorker);
  return {
    async fileTemplates({ paths, zone, lines }, { signal, item, progress }) {
      const started = performance.now();
      const mined = await mineFiles(paths, { createWorker: engine.options.createParseWorker, zone, lines, signal, progress });
      if (!mined.ok) return mined;
      const { templates, templateOf, times, records } = mined.value;
      for (const numbers of mined.value.lines) {
        for (let from = 0; from < numbers.length; from += LINES) {
          await item({ lines: Int32Array.from(numbers.subarray(from, from + LINES), (number) => (number < 0 ? -1 : templateOf[number]!)) });
        }
      }
      return ok({ templates: templates.map((template, n) => ofFile(template, times[n])), records, seconds: (performance.now() - started) / 1000 });
    },

    async templateState(_, { session }) {
      const held = session.requireCase();
      const { state, templates, records } = await held.index.templates.state();
      return ok({ state: mining.isMining(held) ? 'mining' as const : state, templates, records, indexRevision: held.index.revision() });
    },

    async mineTemplates(_, { session, signal, progress }) {
      const started = performance.now();
      const held = session.requireCase();
      const mined = await mining.fresh(held, signal, progress);
      if (!mined.ok) return mined;
      const { templates, records } = await held.index.templates.state();
      return ok({ templates, records, seconds: (performance.now() - started) / 1000, indexRevision: held.index.revision() });
    },

    async listMessageTemplates({ filter, contains, sort, from, count }, { session, signal, progress }) {
      const held = session.requireCase();
      const mined = await mining.recent(held, signal, progress);
      if (!mined.ok) return mined;
      const found = await held.index.templates.list(filter, contains, sort, from, count);
      return found.ok ? ok({ ...found.value, ...mined.value, rows: found.value.rows.map(ofCase), indexRevision: held.index.revision() }) : found;
    },

    async getMessageTemplate({ id }, { session }) {
      const found = await session.requireCase().index.templates.get(id);
      if (!found.ok) return found;
      if (!found.value) return fail('templates/not-found', `There is no template ${id}. Its evidence may have changed since; mine templates again.`, { id });
      const { template, sample } = found.value;
      return ok({ ...ofCase(template), ...(sample ? { sample } : {}) });
    },

    async compareWindows({ incident: askedIncident, baseline: askedBaseline, filter = { terms: [] }, kinds, changes, from, count, buckets, alpha }, { session, signal, progress }) {
      const held = session.requireCase();
      const chosen = chooseWindows({ incident: askedIncident, baseline: askedBaseline }, held.work.timeline(), held.index.totals());
      if (!chosen.ok) return chosen;
      const mined = await mining.recent(held, signal, progress);
      if (!mined.ok) return mined;
      const { incident, baseline } = chosen.value;
      const counted = await held.index.templates.windows(filter, baseline, incident);
      if (!counted.ok) return counted;
      const { counts, baselineRecords, incidentRecords } = counted.value;
      const [baselineSeconds, incidentSeconds] = [secondsOf(baseline), secondsOf(incident)];
      const judged = judge(counts, { baselineSeconds, incidentSeconds, incidentFromNs: incident.fromNs }, alpha);
      const byChange = { new: 0, vanished: 0, more: 0, less: 0, same: 0 };
      const wanted = counts.map((counts_, i) => ({ count: counts_, judged: judged[i]! })).filter(({ count: c }) => kinds.includes(c.kind));
      for (const { judged: j } of wanted) byChange[j.change]++;
      const passing = wanted.filter(({ judged: j }) => changes.includes(j.change))
        .toSorted((a, b) => b.judged.score - a.judged.score || b.judged.incidentCount - a.judged.incidentCount || (a.count.value < b.count.value ? -1 : 1));
      const page = passing.slice(from, from + count);
      const fromNs = baseline.fromNs < incident.fromNs ? baseline.fromNs : incident.fromNs;
      const toNs = baseline.toNs > incident.toNs ? baseline.toNs : incident.toNs;
      const details = await held.index.templates.windowDetails(filter, page.map(({ count: c }) => c), fromNs, toNs, buckets);
      if (!details.ok) return details;
      return ok({
        ...mined.value, incident, baseline, windows: chosen.value.from, incidentSeconds, baselineSeconds, incidentRecords, baselineRecords, comparisons: counts.length, alpha, byChange,
        total: passing.length,
        rows: page.map(({ count: { kind, field, value, label, severityNumber, firstNs, lastNs }, judged: { score: _score, ratioHigh, ...row } }, i) => {
          const { sparkline, sample } = details.value[i]!;
          return {
            kind, field, value, label, severityNumber, ...row, sparkline, ...(ratioHigh === undefined ? {} : { ratioHigh }),
            ...(firstNs === undefined ? {} : { firstNs }), ...(lastNs === undefined ? {} : { lastNs }), ...(sample ? { sample } : {}),
          };
        }),
        fromNs, stepNs: (toNs - fromNs) / BigInt(buckets), buckets, indexRevision: held.index.revision(),
      });
    },
  };
}

function secondsOf({ fromNs, toNs }: TimeWindow): number {
  return Number(toNs - fromNs) / 1e9;
}

function ofFile({ id, pattern, parameters, count }: MinedTemplate, times: TimeSpan | undefined): Template {
  return described({ id, pattern, parameters, count, firstNs: times?.firstNs, lastNs: times?.lastNs, severityNumber: times?.severityNumber ?? 0 });
}

function ofCase(row: TemplateRow): Template {
  return described(row);
}

function described({ id, pattern, parameters, count, firstNs, lastNs, severityNumber }: Omit<TemplateRow, 'isContinuation'>): Template {
  return {
    id, pattern, parameters: parameters.flatMap((type) => ParameterType.safeParse(type).data ?? []), count, severityNumber,
    ...(firstNs === undefined ? {} : { firstNs }), ...(lastNs === undefined ? {} : { lastNs }),
  };
}
