export { timesketch } from './format.ts';
