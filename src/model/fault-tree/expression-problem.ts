/** Why an expression of a fault tree has no value: a sentence without its full stop, to stand behind "“E1”: ". */
export class ExpressionProblem extends Error {}
