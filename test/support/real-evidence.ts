/** Folder of real evidence that may lie beside the checkout. Its files never enter the project; tests do without it. */
export const REAL_EVIDENCE = new URL('../../../shared/data', import.meta.url).pathname;
