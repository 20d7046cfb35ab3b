export { bsmAudit } from './format.ts';
