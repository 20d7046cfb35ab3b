export { asciicast } from './format.ts';
