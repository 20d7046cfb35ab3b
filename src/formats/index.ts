import type { Format } from './contract.ts';

/** Every format known. A new one is a folder beside this file and a line here. */
export const formats: readonly Format[] = [];
