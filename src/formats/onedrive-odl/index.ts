export { onedriveOdl } from './format.ts';
