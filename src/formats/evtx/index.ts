export { evtx } from './format.ts';
