export { har } from './format.ts';
