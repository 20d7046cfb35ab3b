export { microsoft365Audit } from './format.ts';
