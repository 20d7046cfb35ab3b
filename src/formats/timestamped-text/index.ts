export { timestampedText } from './format.ts';
