export { setupapi } from './format.ts';
