export { trendMicroAv } from './format.ts';
