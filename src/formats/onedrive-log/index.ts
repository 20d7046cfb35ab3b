export { onedriveLog } from './format.ts';
