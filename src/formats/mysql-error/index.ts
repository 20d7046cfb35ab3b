export { mysqlError } from './format.ts';
