export { symantecAv } from './format.ts';
