export { azureMonitor } from './format.ts';
