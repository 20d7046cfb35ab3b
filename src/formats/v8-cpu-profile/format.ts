import { carriedFormat } from '../contract-carried.ts';
import { headObject } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';

/** CPU profiles of V8: node --cpu-prof, the inspector, Chrome. Known by shape, not read yet. */
export const v8CpuProfile = carriedFormat({
  id: 'v8-cpu-profile',
  title: 'V8 CPU profile',
  extensions: ['cpuprofile'],
  magic: ['{"nodes": [{"id": …, "callFrame": …'],
  specification: [
    { title: 'Chrome DevTools Protocol: Profiler.Profile', url: 'https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile' },
    { title: 'Node.js: --cpu-prof', url: 'https://nodejs.org/api/cli.html#--cpu-prof' },
  ],
  detect(head) {
    const nodes = headObject(head)?.['nodes'];
    const first: unknown = Array.isArray(nodes) ? nodes[0] : undefined;
    if (!isObject(first) || !isObject(first['callFrame']) || !('id' in first)) return undefined;
    return { confidence: 1, reason: 'a JSON document whose nodes are call frames: a CPU profile of V8' };
  },
});
