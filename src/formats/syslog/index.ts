export { syslog } from './format.ts';
