export { jsonLines } from './format.ts';
