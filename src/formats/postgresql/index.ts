export { postgresql } from './format.ts';
