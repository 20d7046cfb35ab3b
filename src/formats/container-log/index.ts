export { containerLog } from './format.ts';
