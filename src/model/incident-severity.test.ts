import { expect, test } from 'vitest';
import { IMPACTS, severityLevel, SEVERITY_LEVELS, URGENCIES } from './incident-severity.ts';

test('the level follows impact, urgency and a broken promise, and says how', () => {
  expect(severityLevel({ impact: 'major', urgency: 'medium', sla: 'kept' })).toEqual({ level: 'SEV2', why: 'major impact × medium urgency gives SEV2' });
  expect(severityLevel({ impact: 'major', urgency: 'medium', sla: 'breached' })).toEqual({ level: 'SEV1', why: 'major impact × medium urgency gives SEV2; a broken SLA raises it to SEV1' });
  expect(severityLevel({ impact: 'critical', urgency: 'high', sla: 'breached' }).level).toBe('SEV1');
});

test('more impact or more urgency never lowers it', () => {
  const rank = (i: number, u: number): number => SEVERITY_LEVELS.indexOf(severityLevel({ impact: IMPACTS[i]!, urgency: URGENCIES[u]!, sla: 'none' }).level);
  for (let i = 0; i < IMPACTS.length; i++) {
    for (let u = 0; u < URGENCIES.length; u++) {
      if (i > 0) expect(rank(i, u)).toBeLessThanOrEqual(rank(i - 1, u));
      if (u > 0) expect(rank(i, u)).toBeLessThanOrEqual(rank(i, u - 1));
    }
  }
});
