export { oracleAlert } from './format.ts';
