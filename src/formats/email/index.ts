export { email } from './format.ts';
