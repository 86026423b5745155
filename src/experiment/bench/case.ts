// What a benchmark consists of: cases as data, and programs that do the work of one repetition.

export type Settings = Readonly<Record<string, unknown>>;

/** Rates are better the larger, times the smaller. */
export type Unit = "images/s" | "ms" | "µs";

export interface BenchCase {
  /** Unique; slashes part it into what `--only` selects by. */
  name: string;
  /** Passed to both sides as it is. */
  settings: Settings;
  unit: Unit;
  /** Images, calls or whatever a repetition works through: a rate is this by its seconds, a time its seconds by this. */
  amount: number;
  /** 1: both sides are bound to one core, and have one thread. */
  cores: "all" | 1;
  /** Forms in which the peer does the same work. */
  peers: readonly string[];
  /** The work is done by processes that a side starts: its own memory says nothing. */
  isElsewhere?: boolean;
  /** Repetitions that the median needs; 5 unless given. */
  leastRounds?: number;
  /** Whether `--quick` keeps it. */
  isQuick: boolean;
}

/** Does the work once. @returns seconds */
export type Repetition = () => number | Promise<number>;

/** Input on disk that both sides read, removed after the case. */
export interface Provided {
  settings: Settings;
  remove(): void;
}

export interface BenchProgram {
  /** Also the name of the peer's file. */
  name: string;
  cases: readonly BenchCase[];
  /** Builds what the work needs, in the process that will do it. */
  prepare(settings: Settings): Promise<Repetition>;
  /** Runs in the bench's own process before the sides start. */
  provide?(settings: Settings): Promise<Provided>;
}

/** Seconds that `body` takes. */
export function timed(body: () => void): number {
  const started = performance.now();
  body();
  return (performance.now() - started) / 1000;
}

/** Seconds of a repetition in the unit of its case. */
export function inUnit(seconds: number, { unit, amount }: Pick<BenchCase, "unit" | "amount">): number {
  if (unit === "images/s") return amount / seconds;
  return (seconds / amount) * (unit === "ms" ? 1e3 : 1e6);
}
