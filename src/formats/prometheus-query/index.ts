export { prometheusQuery } from './format.ts';
