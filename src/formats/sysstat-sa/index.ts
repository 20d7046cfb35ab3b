export { sysstatSa } from './format.ts';
