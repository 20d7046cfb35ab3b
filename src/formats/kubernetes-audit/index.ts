export { kubernetesAudit } from './format.ts';
