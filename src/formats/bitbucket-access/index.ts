export { bitbucketAccess } from './format.ts';
