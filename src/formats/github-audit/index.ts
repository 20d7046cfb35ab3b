export { githubAudit } from './format.ts';
