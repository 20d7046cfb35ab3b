export { slackExport } from './format.ts';
