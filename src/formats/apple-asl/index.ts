export { appleAsl } from './format.ts';
