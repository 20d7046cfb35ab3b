/** The law of a basic event from its values (`lambda=0.1 dorm=0.3`), as the probability to have failed by the mission time. */
export function eventProbability(values: ReadonlyMap<string, string>): { probability: string; notes: string[] } {
  const said = (key: string): string | undefined => (values.get(key) === '' ? undefined : values.get(key));
  const notes: string[] = [];
  for (const [key, why] of Object.entries(NOT_READ)) if (said(key) !== undefined && Number(said(key)) !== NEUTRAL[key]) notes.push(`${key} is not considered: ${why}`);
  for (const key of values.keys()) if (!KNOWN.has(key)) notes.push(`${key} is not known`);
  const lambda = said('lambda');
  const probability = said('prob');
  if (lambda === undefined) {
    if (probability !== undefined) return { probability, notes };
    const [rate, shape] = [said('rate'), said('shape')];
    if (rate !== undefined) return { probability: shape === undefined ? `exponential(${rate}, mission-time)` : `Weibull(1 / ${rate}, ${shape}, 0, mission-time)`, notes };
    return { probability: '', notes };
  }
  const phases = Number(said('phases') ?? 1);
  const repair = said('repair') ?? said('mu');
  let law = repair === undefined ? `exponential(${lambda}, mission-time)` : `GLM(0, ${lambda}, ${repair}, mission-time)`;
  if (phases !== 1 && Number.isInteger(phases) && phases > 1 && phases <= MOST_PHASES) law = erlang(lambda, phases);
  else if (phases !== 1) notes.push(`phases is not considered: it is not a whole number up to ${MOST_PHASES}`);
  return { probability: probability === undefined || Number(probability) === 1 ? law : `${probability} * ${law}`, notes };
}

const MOST_PHASES = 12;

/** 1 - exp(-λt) Σ (λt)^n ÷ n!, over n below the number of phases. */
function erlang(lambda: string, phases: number): string {
  const x = `${lambda} * mission-time`;
  let factorial = 1;
  const terms = Array.from({ length: phases }, (_, n) => {
    if (n > 0) factorial *= n;
    return n === 0 ? '1' : n === 1 ? x : `(${x}) ^ ${n} / ${factorial}`;
  });
  return `1 - exp(-(${x})) * (${terms.join(' + ')})`;
}

const NOT_READ: Readonly<Record<string, string>> = {
  dorm: 'how much more rarely the event happens while it is a waiting spare has no meaning in a static tree',
  res: 'restoration is not part of a static tree', cov: 'coverage is not part of a static tree', repl: 'the event stands for one, not for several',
  mean: 'a law by mean and deviation has no element in the exchange format', stddev: 'a law by mean and deviation has no element in the exchange format',
};
/** Values that change nothing. */
const NEUTRAL: Readonly<Record<string, number>> = { dorm: 1, res: 0, cov: 0, repl: 1 };
const KNOWN: ReadonlySet<string> = new Set([...Object.keys(NOT_READ), 'lambda', 'prob', 'rate', 'shape', 'phases', 'repair', 'mu']);
