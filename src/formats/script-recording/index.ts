export { scriptRecording } from './format.ts';
