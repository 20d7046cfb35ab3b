export { powershellTranscript } from './format.ts';
