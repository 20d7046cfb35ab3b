export { gdbStacks } from './format.ts';
