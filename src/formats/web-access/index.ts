export { webAccess } from './format.ts';
