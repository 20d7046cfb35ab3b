export { awsCloudtrail } from './format.ts';
