import swc from '@swc/core';
import { cruise, type ICruiseResult, type IFlattenedRuleSet, type IViolation } from 'dependency-cruiser';
import { FORBIDDEN } from './rules.ts';

// dependency-cruiser 17.4 never tells swc that a .tsx file has JSX in it, and so cannot read one.
const { parseFileSync } = swc;
Object.assign(swc, {
  parseFileSync: (path: string, options: swc.ParseOptions) => parseFileSync(path, { ...options, syntax: 'typescript', tsx: path.endsWith('.tsx') }),
});

export interface Cruised {
  readonly modules: number;
  readonly violations: readonly IViolation[];
}

/**
 * Cruises `<baseDir>/src`. The swc parser, because dependency-cruiser takes TypeScript only below 7 and then finds
 * no module at all without a word; type-only imports count.
 */
export async function cruiseSource(baseDir: string): Promise<Cruised> {
  const ruleSet: IFlattenedRuleSet = { forbidden: [...FORBIDDEN] };
  const { output } = await cruise(['src'], {
    baseDir,
    ruleSet,
    validate: true,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['/fixtures/'] },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'], conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  });
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text');
  const { summary, modules }: ICruiseResult = output;
  return { modules: modules.filter((module) => module.source.startsWith('src/')).length, violations: summary.violations };
}
