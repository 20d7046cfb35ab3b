export { evt } from './format.ts';
