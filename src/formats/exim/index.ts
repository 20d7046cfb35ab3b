export { exim } from './format.ts';
