import { z } from 'zod';
import { defineMethod } from '../define.ts';

const TemplateId = z.string().min(1).max(64);

/** What a postmortem can start from: those that ship, then the person's own. `sections`: its headings below the first level. */
export const listTemplates = defineMethod({
  name: 'templates.list', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: z.array(z.object({ id: TemplateId, title: z.string(), own: z.boolean(), sections: z.array(z.string()) })),
});

export const getTemplate = defineMethod({
  name: 'templates.get', kind: 'call', scope: 'shell', errors: ['template/not-found'],
  input: z.object({ id: TemplateId }),
  output: z.object({ id: TemplateId, title: z.string(), own: z.boolean(), text: z.string() }),
});

/** Keeps a text in the person's own folder; one of theirs with the same title is replaced. */
export const saveTemplate = defineMethod({
  name: 'templates.save', kind: 'call', scope: 'shell', errors: ['template/too-large', 'file/not-writable'],
  input: z.object({ title: z.string().trim().min(1).max(200), text: z.string() }),
  output: z.object({ id: TemplateId }),
});

/** Only the person's own can be removed. */
export const removeTemplate = defineMethod({
  name: 'templates.remove', kind: 'call', scope: 'shell', errors: ['template/not-found'],
  input: z.object({ id: TemplateId }),
  output: z.object({}),
});
