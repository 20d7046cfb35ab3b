export { packageLog } from './format.ts';
