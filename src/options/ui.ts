// What a lower layer may say to the person at the terminal; the command line implements it.

/** Where a long job stands. Absent numbers are not shown. */
export interface Progress {
  /** What is going on, in a word or two: "pretrain", "download cifar10". */
  readonly label: string;
  /** Units done of `total`: steps, bytes, images. A total of 0 is not known yet. */
  readonly done: number;
  readonly total: number;
  /** The epoch under way, counted from 0, of `epochs` (which may be fractional). */
  readonly epoch?: number | undefined;
  readonly epochs?: number | undefined;
  /** Steps done in this epoch, of `epochSteps`. */
  readonly epochStep?: number | undefined;
  readonly epochSteps?: number | undefined;
  readonly loss?: number | undefined;
  /** Further numbers; shares of 1 are shown in per cent. */
  readonly figures?:
    | readonly { readonly label: string; readonly value: number; readonly isShare: boolean }[]
    | undefined;
  readonly imagesPerSecond?: number | undefined;
  /** Where absent, it is estimated from the pace so far. */
  readonly secondsLeft?: number | undefined;
}

export interface Ui {
  info(line: string): void;
  warn(line: string): void;
  /** Shows progress; `undefined` ends it. May be called at every step: the terminal decides how often to draw. */
  progress(state: Progress | undefined): void;
}
