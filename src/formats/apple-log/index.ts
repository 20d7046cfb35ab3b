export { appleLog } from './format.ts';
