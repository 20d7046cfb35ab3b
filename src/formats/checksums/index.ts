export { checksums } from './format.ts';
