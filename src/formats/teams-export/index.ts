export { teamsExport } from './format.ts';
