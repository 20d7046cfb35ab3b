import { formatProbability } from '../../../figures/probability-text.ts';
import { valueOf } from '../../../model/fault-tree/evaluation.ts';
import { ExpressionProblem } from '../../../model/fault-tree/expression-problem.ts';
import { namesIn, parseExpression } from '../../../model/fault-tree/expression.ts';
import type { FaultTree } from '../../../model/fault-tree/document.ts';

export interface Checked {
  readonly value: number | undefined;
  /** What is wrong, as a sentence. */
  readonly problem: string | undefined;
}

/** What an expression comes to with the parameters of a tree, or what is wrong with it. */
export function checkExpression(text: string, tree: FaultTree, kind: 'probability' | 'value' = 'probability'): Checked {
  if (text.trim() === '') return { value: undefined, problem: undefined };
  const parsed = parseExpression(text);
  if ('problem' in parsed) return { value: undefined, problem: sentence(parsed.problem, ` at character ${parsed.offset + 1}`) };
  const parameters = new Map(tree.parameters.map((parameter) => [parameter.name, parameter.expression]));
  for (const name of namesIn(parsed.expression)) if (!parameters.has(name)) return { value: undefined, problem: `No parameter is called “${name}”. Add it under Tree.` };
  const open = new Set<string>();
  const parameter = (name: string): number => {
    const other = parameters.get(name);
    if (other === undefined) throw new ExpressionProblem(`no parameter is called “${name}”`);
    if (open.has(name)) throw new ExpressionProblem(`“${name}” depends on itself`);
    const inner = parseExpression(other);
    if ('problem' in inner) throw new ExpressionProblem(`the parameter “${name}” cannot be read: ${inner.problem}`);
    open.add(name);
    const value = valueOf(inner.expression, { parameter, missionTimeHours: tree.missionTimeHours });
    open.delete(name);
    return value;
  };
  try {
    const value = valueOf(parsed.expression, { parameter, missionTimeHours: tree.missionTimeHours });
    if (kind === 'probability' && (value < 0 || value > 1)) return { value: undefined, problem: `${formatProbability(value)} is no probability: it lies outside 0 to 1.` };
    return { value, problem: undefined };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { value: undefined, problem: sentence(error.message) };
    throw error;
  }
}

function sentence(text: string, where = ''): string {
  const plain = text.replace(/\.$/, '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${where}.`;
}
