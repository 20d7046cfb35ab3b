export { journald } from './format.ts';
