export { opsgenie } from './format.ts';
