export { image } from './format.ts';
