export { mysqlbinlog } from './format.ts';
