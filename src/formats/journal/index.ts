export { journal } from './format.ts';
