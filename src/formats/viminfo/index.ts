export { viminfo } from './format.ts';
