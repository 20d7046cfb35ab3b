export { bodyfile } from './format.ts';
