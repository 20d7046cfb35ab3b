export { mysqlGeneral } from './format.ts';
