export { diff } from './format.ts';
