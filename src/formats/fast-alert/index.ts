export { fastAlert } from './format.ts';
