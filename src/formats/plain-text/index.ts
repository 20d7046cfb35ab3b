export { plainText } from './format.ts';
