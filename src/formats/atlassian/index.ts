export { atlassian } from './format.ts';
