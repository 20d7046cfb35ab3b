export { oktaSystemLog } from './format.ts';
