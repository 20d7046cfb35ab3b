export { jaeger } from './format.ts';
