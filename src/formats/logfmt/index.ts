export { logfmt } from './format.ts';
