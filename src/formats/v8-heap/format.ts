import { carriedFormat } from '../contract-carried.ts';
import { headObject } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';

/** Heap snapshots and sampled heap profiles of V8. Known by shape, not read yet. */
export const v8Heap = carriedFormat({
  id: 'v8-heap',
  title: 'V8 heap snapshot or profile',
  extensions: ['heapsnapshot', 'heapprofile', 'heaptimeline'],
  magic: ['{"snapshot": {"meta": {"node_fields": …', '{"head": {"callFrame": …, "selfSize": …'],
  specification: [
    { title: 'Chrome DevTools Protocol: HeapProfiler', url: 'https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/' },
    { title: 'Chrome DevTools: heap snapshots', url: 'https://developer.chrome.com/docs/devtools/memory-problems/heap-snapshots' },
    { title: 'Node.js: --heap-prof', url: 'https://nodejs.org/api/cli.html#--heap-prof' },
  ],
  detect(head) {
    const document = headObject(head);
    const snapshot = document?.['snapshot'];
    const root = document?.['head'];
    if (isObject(snapshot) && isObject(snapshot['meta']) && 'node_fields' in snapshot['meta']) return { confidence: 1, reason: 'a JSON document with the fields of nodes and edges: a heap snapshot of V8' };
    if (isObject(root) && isObject(root['callFrame']) && 'selfSize' in root) return { confidence: 1, reason: 'a JSON document whose call frames have sizes: a sampled heap profile of V8' };
    return undefined;
  },
});
