import { carriedFormat } from '../contract-carried.ts';

/** Binary logs of OneDrive, packed or not; their texts are in parts encrypted with a key that lies beside them. */
export const onedriveOdl = carriedFormat({
  id: 'onedrive-odl',
  title: 'OneDrive binary log',
  extensions: ['odl', 'odlgz', 'odlsent', 'aodl'],
  magic: ['EBFGONED at 0'],
  specification: [{ title: 'Y. Khatri: reading OneDrive logs', url: 'https://www.swiftforensics.com/2022/02/reading-onedrive-logs.html' }],
  detect(head) {
    if (Buffer.from(head.bytes.subarray(0, 8)).toString('latin1') !== 'EBFGONED') return undefined;
    const version = head.bytes[8] ?? 0;
    const isPacked = head.bytes[256] === 0x1f && head.bytes[257] === 0x8b;
    return { confidence: 1, reason: `begins as a OneDrive log, version ${version}${isPacked ? ', packed' : ''}` };
  },
});
