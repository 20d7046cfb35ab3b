import type * as Known from '../../formats/index.ts';

/**
 * Every format with its parser: loaded when evidence is first read, because a case is opened and asked without any of them
 * (their code takes as long to load as a query over millions of records takes to run).
 */
export function knownFormats(): Promise<typeof Known> {
  return import('../../formats/index.ts');
}
