export { v8CpuProfile } from './format.ts';
