export { shellHistory } from './format.ts';
