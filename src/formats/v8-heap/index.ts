export { v8Heap } from './format.ts';
