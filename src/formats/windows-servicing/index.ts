export { windowsServicing } from './format.ts';
