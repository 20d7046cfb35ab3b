export { wincc } from './format.ts';
