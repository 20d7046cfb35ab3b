export { hashicorpAudit } from './format.ts';
