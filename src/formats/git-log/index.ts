export { gitLog } from './format.ts';
