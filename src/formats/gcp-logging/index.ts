export { gcpLogging } from './format.ts';
