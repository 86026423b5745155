// Alternation: every round asks each side for one repetition, beginning with another side each time, so that whatever
// the machine does meanwhile meets all of them.

/** One contestant, kept alive over the rounds. */
export interface Side {
  name: string;
  /** Does the work once. @returns seconds */
  once(): Promise<number>;
}

export interface RoundLimits {
  /** Rounds that are not counted. */
  warmup: number;
  /** Counted rounds, at least; they are also the most where both are equal. */
  least: number;
  most: number;
  /** Above `least`, another round begins only within so many seconds of the first counted one. */
  seconds: number;
}

/** @returns the seconds of each side's repetitions, by its name, in the order of the rounds. */
export async function alternate(
  sides: readonly Side[],
  { warmup, least, most, seconds }: RoundLimits,
  now: () => number = () => performance.now() / 1000,
): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  let began = now();
  for (let round = -warmup; round < most; round++) {
    if (round === 0) began = now();
    if (round >= least && now() - began >= seconds) break;
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(round + warmup + turn) % sides.length]!;
      const taken = await side.once();
      if (round >= 0) times.get(side.name)!.push(taken);
    }
  }
  return times;
}
