export { mongodb } from './format.ts';
