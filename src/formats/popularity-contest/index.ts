export { popularityContest } from './format.ts';
