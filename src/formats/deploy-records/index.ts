export { deployRecords } from './format.ts';
