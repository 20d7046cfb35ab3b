export { ftpLog } from './format.ts';
