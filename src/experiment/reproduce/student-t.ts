// Student's t distribution for whole degrees of freedom: its finite series, and quantiles by bisection.
// Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
import { InternalError } from "../../errors.ts";

/** Probability that |T| is at most `t` with `degrees` of freedom. */
export function centralProbability(t: number, degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1) throw new InternalError(`${degrees} degrees of freedom`);
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  // The sum of 1 + ½ cos² + ½ ¾ cos⁴ + …, or of cos + ⅔ cos³ + …, up to the power degrees − 2.
  let [term, sum] = [isOdd ? cosine : 1, 0];
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine ** 2 * (power + 1)) / (power + 2);
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

// Of 1 degree of freedom at 99.99999 %; quantiles asked for here lie far below.
const LARGEST = 1e7;

/** The t within which `probability` of the distribution lies, both sides together: 0.95 → the 97.5 % point. */
export function centralQuantile(probability: number, degrees: number): number {
  let [low, high] = [0, LARGEST];
  // Doubles have no closer neighbours after so many halvings.
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
