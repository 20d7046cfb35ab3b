export { lastlog } from './format.ts';
