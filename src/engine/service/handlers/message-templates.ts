import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { MinedTemplate } from '../../analyse/templates/miner.ts';
import { mineFiles } from '../../ingest/mining.ts';
import type { TimeSpan } from '../../ingest/mining-messages.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type MessageTemplatesHandlers = Pick<Handlers<Api, Session>, 'fileTemplates'>;

/** Lines of an item: a quarter of a megabyte. */
const LINES = 65_536;

/** Templates of messages, and what changed between two windows. Templates of postmortems are in templates.ts. */
export function messageTemplatesHandlers(engine: EngineContext): MessageTemplatesHandlers {
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
      return ok({ templates: templates.map((template, n) => described(template, times[n])), records, seconds: (performance.now() - started) / 1000 });
    },
  };
}

function described({ id, pattern, parameters, count }: MinedTemplate, times: TimeSpan | undefined): {
  id: string; pattern: string; parameters: MinedTemplate['parameters'][number][]; count: number; firstNs?: bigint; lastNs?: bigint; severityNumber: number;
} {
  return {
    id, pattern, parameters: [...parameters], count, severityNumber: times?.severityNumber ?? 0,
    ...(times?.firstNs === undefined ? {} : { firstNs: times.firstNs }), ...(times?.lastNs === undefined ? {} : { lastNs: times.lastNs }),
  };
}
