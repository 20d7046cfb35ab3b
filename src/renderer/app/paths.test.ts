import { describe, expect, it } from 'vitest';
import { baseName, caseNameFor, joinPath, titleOfCase } from './paths.ts';

describe('paths', () => {
  it('takes the last part of either kind of path', () => {
    expect(baseName('/var/log/a.log')).toBe('a.log');
    expect(baseName('C:\\logs\\a.log')).toBe('a.log');
    expect(baseName('/var/log/')).toBe('log');
    expect(baseName('/')).toBe('');
  });
  it('joins with the separator of the folder', () => {
    expect(joinPath('/tmp', 'a')).toBe('/tmp/a');
    expect(joinPath('/', 'a')).toBe('/a');
    expect(joinPath('C:\\tmp', 'a')).toBe('C:\\tmp\\a');
  });
  it('names a case after its evidence', () => {
    expect(caseNameFor('/x/INC-2417.tar.zst')).toBe('INC-2417.tephra');
    expect(caseNameFor('/x/.hidden')).toBe('hidden.tephra');
    expect(caseNameFor(undefined)).toBe('incident.tephra');
    expect(titleOfCase('/cases/checkout-outage.tephra')).toBe('checkout-outage');
  });
});
