export { zipkin } from './format.ts';
