export { systemStats } from './format.ts';
