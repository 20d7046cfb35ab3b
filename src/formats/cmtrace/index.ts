export { cmtrace } from './format.ts';
