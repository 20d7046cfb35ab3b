export { innodbStatus } from './format.ts';
