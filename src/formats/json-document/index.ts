export { jsonDocument } from './format.ts';
