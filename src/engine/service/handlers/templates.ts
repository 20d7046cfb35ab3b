import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import { Templates } from '../templates.ts';

export type TemplateHandlers = Pick<Handlers<Api, Session>, 'listTemplates' | 'getTemplate' | 'saveTemplate' | 'removeTemplate'>;

export function templateHandlers({ options }: EngineContext): TemplateHandlers {
  const templates = new Templates(options.resourcesDir, options.appDataDir);
  return {
    listTemplates: async () => ok(await templates.list()),
    getTemplate: ({ id }) => templates.get(id),
    saveTemplate: ({ title, text }) => templates.save(title, text),
    removeTemplate: ({ id }) => templates.remove(id),
  };
}
