export { kubernetesEvents } from './format.ts';
