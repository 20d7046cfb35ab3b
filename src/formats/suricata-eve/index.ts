export { suricataEve } from './format.ts';
