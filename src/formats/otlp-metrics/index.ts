export { otlpMetrics } from './format.ts';
