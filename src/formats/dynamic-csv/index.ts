export { dynamicCsv } from './format.ts';
