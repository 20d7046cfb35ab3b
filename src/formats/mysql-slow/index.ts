export { mysqlSlow } from './format.ts';
