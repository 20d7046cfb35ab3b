export { auditd } from './format.ts';
