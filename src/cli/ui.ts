// The terminal: one line that moves in place where there is one, plain lines to grep where there is none.
import type { Progress, Ui } from "../options/index.ts";
import { asTyped } from "./as-typed.ts";

export type UiStream = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

export interface UiSettings {
  /** Steps between printed lines where there is no terminal. */
  readonly printFrequency?: number;
  /** Takes messages. */
  readonly output?: UiStream;
  /** Takes warnings and progress. */
  readonly stream?: UiStream;
  /** Milliseconds, increasing. */
  readonly now?: () => number;
}

// Often enough to look alive, seldom enough to cost nothing.
const REDRAW_MS = 100;
const BAR_CELLS = 20;

/** Messages go to stdout; warnings and progress to stderr, so that what is redirected holds no bars. */
export function createUi({
  printFrequency = 10,
  output = process.stdout,
  stream = process.stderr,
  now = () => performance.now(),
}: UiSettings = {}): Ui {
  const pace = createPace(now);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let lastTenth = -1;

  const clear = () => {
    if (isDrawn) stream.write("\r\x1b[2K");
    isDrawn = false;
  };
  const say = (to: UiStream, line: string) => {
    clear();
    to.write(`${asTyped(line)}\n`);
  };
  const draw = (state: Progress) => {
    if (now() - drawnAt < REDRAW_MS && state.done < state.total) return;
    drawnAt = now();
    const line = terminalLine(state, pace(state));
    stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    isDrawn = true;
  };
  const print = (state: Progress) => {
    const isStep = state.epochStep !== undefined;
    const tenth = state.total > 0 ? Math.floor((10 * state.done) / state.total) : 0;
    const secondsLeft = pace(state);
    const isDue = isStep ? state.done % printFrequency === 0 || state.done === state.total : tenth !== lastTenth;
    if (isDue) stream.write(`${plainLine(state, secondsLeft)}\n`);
    lastTenth = tenth;
  };

  return {
    info: (line) => say(output, line),
    warn: (line) => say(stream, `⚠ ${line}`),
    progress(state) {
      if (state === undefined) {
        clear();
        lastTenth = -1;
      } else if (stream.isTTY) draw(state);
      else print(state);
    },
  };
}

/** `━━━━────  epoch 4/10  loss 6.10  proxy 31.2 %  742 images/s  2:13 left` */
export function terminalLine(state: Progress, secondsLeft: number | undefined): string {
  const filled = Math.min(BAR_CELLS, Math.floor(shareOf(state) * BAR_CELLS));
  const bar = "━".repeat(filled) + "─".repeat(BAR_CELLS - filled);
  const { epoch, epochs = 0 } = state;
  const place = epoch === undefined ? [state.label, percent(state)] : [`epoch ${epoch + 1}/${Math.ceil(epochs)}`];
  return [bar, ...place, ...numbers(state), ...timeLeft(secondsLeft)].join("  ");
}

/** `Epoch: [3][ 10/390]  loss 6.10  proxy 31.2 %  742 images/s  2:13 left`; epochs count from 0, as in MoCo's logs. */
export function plainLine(state: Progress, secondsLeft: number | undefined): string {
  const { epoch = 0, epochStep, epochSteps = 0 } = state;
  const width = String(epochSteps).length;
  const place =
    epochStep === undefined
      ? [state.label, percent(state)]
      : [`Epoch: [${epoch}][${String(epochStep).padStart(width)}/${epochSteps}]`];
  return [...place, ...numbers(state), ...timeLeft(secondsLeft)].join("  ");
}

function numbers({ loss, figures = [], imagesPerSecond }: Progress): string[] {
  return [
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(2)}`]),
    ...figures.map(({ label, value, isShare }) =>
      isShare ? `${label} ${(value * 100).toFixed(1)} %` : `${label} ${value.toPrecision(3)}`,
    ),
    ...(imagesPerSecond === undefined ? [] : [`${Math.round(imagesPerSecond)} images/s`]),
  ];
}

function percent(state: Progress): string {
  return `${Math.floor(shareOf(state) * 100)} %`;
}

function timeLeft(seconds: number | undefined): string[] {
  if (seconds === undefined || !Number.isFinite(seconds)) return [];
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = String(whole % 60).padStart(2, "0");
  return [hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest} left` : `${minutes}:${rest} left`];
}

/** Seconds left at the pace since the job began, where the job does not say so itself. */
function createPace(now: () => number): (state: Progress) => number | undefined {
  let start: { label: string; done: number; at: number } | undefined;
  return ({ label, done, total, secondsLeft }) => {
    if (start?.label !== label || done < start.done) start = { label, done, at: now() };
    if (secondsLeft !== undefined) return secondsLeft;
    if (done === start.done || total === 0) return undefined;
    return ((now() - start.at) / 1000 / (done - start.done)) * (total - done);
  };
}

function shareOf({ done, total }: Progress): number {
  return total > 0 ? done / total : 0;
}
