export { csv } from './format.ts';
export { previewTable, type TablePreview } from './preview.ts';
