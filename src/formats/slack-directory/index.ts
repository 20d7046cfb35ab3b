export { slackDirectory } from './format.ts';
