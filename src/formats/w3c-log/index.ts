export { w3cLog } from './format.ts';
