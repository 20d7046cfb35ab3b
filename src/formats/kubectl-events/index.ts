export { kubectlEvents } from './format.ts';
