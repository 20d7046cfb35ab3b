export { statuspage } from './format.ts';
