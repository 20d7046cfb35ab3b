export { santa } from './format.ts';
