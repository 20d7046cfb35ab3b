export { nodeReport } from './format.ts';
