export { kubectlDescribe } from './format.ts';
