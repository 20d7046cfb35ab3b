export { xchat } from './format.ts';
