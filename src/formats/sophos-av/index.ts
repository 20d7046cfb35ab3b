export { sophosAv } from './format.ts';
