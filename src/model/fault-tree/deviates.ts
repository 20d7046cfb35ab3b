/** Random numbers that a seed determines, and deviates drawn from them: the same on every machine. */

export interface RandomNumbers {
  /** From 0 inclusive to 1 exclusive. */
  readonly next: () => number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded through the finalizer of MurmurHash3. */
export function seededRandom(seed: number): RandomNumbers {
  let a = scramble(seed >>> 0);
  let b = scramble(Math.floor(seed / 2 ** 32) ^ 0x9e3779b9);
  let c = scramble(a ^ b ^ 0x243f6a88);
  let counter = 1;
  const word = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  return { next: () => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53 };
}

function scramble(value: number): number {
  let h = (value + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Standard normal, by Marsaglia's polar method (1964); the second of each pair is left. */
export function normalDeviate(random: RandomNumbers): number {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt(-2 * Math.log(square) / square);
  }
}

/** Shape `k` > 0, scale 1: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000). */
export function gammaDeviate(random: RandomNumbers, k: number): number {
  if (k < 1) return gammaDeviate(random, k + 1) * (1 - random.next()) ** (1 / k);
  const d = k - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDeviate(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < x * x / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Shapes `alpha`, `beta` > 0: the share of one gamma deviate in the sum of two. */
export function betaDeviate(random: RandomNumbers, alpha: number, beta: number): number {
  const x = gammaDeviate(random, alpha);
  const y = gammaDeviate(random, beta);
  // Both are zero where the shapes are so small that powers underflow: then it is one end or the other.
  return x + y > 0 ? x / (x + y) : random.next() < alpha / (alpha + beta) ? 1 : 0;
}

/** The x with Φ(x) = p, for 0 < p < 1: Wichura, AS 241 (PPND16, 1988), about 16 digits. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, CENTRE);
  }
  const tail = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const x = tail <= 5 ? ratio(tail - 1.6, MIDDLE) : ratio(tail - 5, FAR);
  return q < 0 ? -x : x;
}

function ratio(r: number, [above, below]: readonly [readonly number[], readonly number[]]): number {
  const sum = (of: readonly number[]): number => of.reduceRight((total, coefficient) => total * r + coefficient, 0);
  return sum(above) / sum(below);
}

const CENTRE = [
  [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227],
  [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854],
] as const;
const MIDDLE = [
  [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414],
  [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-09],
] as const;
const FAR = [
  [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07],
  [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15],
] as const;
