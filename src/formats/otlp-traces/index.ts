export { otlpTraces } from './format.ts';
