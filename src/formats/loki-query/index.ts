export { lokiQuery } from './format.ts';
