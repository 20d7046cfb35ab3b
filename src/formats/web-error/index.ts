export { webError } from './format.ts';
