export { pagerduty } from './format.ts';
