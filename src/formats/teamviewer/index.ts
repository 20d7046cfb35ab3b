export { teamviewer } from './format.ts';
