export { driveSync } from './format.ts';
