export { l2tcsv } from './format.ts';
