export { kernelLog } from './format.ts';
