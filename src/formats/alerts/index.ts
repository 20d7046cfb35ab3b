export { alerts } from './format.ts';
