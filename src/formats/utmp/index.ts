export { utmp } from './format.ts';
