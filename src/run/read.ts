// Reads a run folder for those who only look: whatever is there, also of an unfinished run.
import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { MochiError } from "../errors.ts";
import type {
  Accuracy,
  Analyses,
  ContrastMetrics,
  Evaluation,
  EvaluationMetrics,
  Metrics,
  PassedOver,
  Picture,
  PictureGrid,
  Run,
  RunConfig,
  RunEnvironment,
  RunState,
  SpreadMetrics,
  StepMetrics,
} from "./types.ts";

/**
 * Reads config.json and all that is there of the rest. Missing parts are undefined or empty; unreadable ones as well,
 * and are named in `damage`.
 * @throws MochiError `not-a-run` where config.json is missing or unreadable
 */
export async function readRun(path: string): Promise<Run> {
  const damage: string[] = [];
  const json = async <Value>(...names: string[]) => {
    const text = await readIfThere(join(path, ...names));
    return text === undefined ? undefined : parse<Value>(text.toString(), names.join("/"), damage);
  };
  const list = async <Entry>(name: string) => {
    const text = await readIfThere(join(path, name));
    return (text && parseList<Entry>(text.toString(), name, damage)) ?? [];
  };
  const config = await json<Partial<RunConfig>>("config.json");
  if (!config) throw notARun(path, damage);
  const metrics = parseMetrics((await readIfThere(join(path, "metrics.jsonl")))?.toString() ?? "", damage);

  const evaluations: Record<string, Evaluation> = {};
  for (const name of await namesIn(join(path, "evaluations"), ".json")) {
    const evaluation = await json<Evaluation>("evaluations", `${name}.json`);
    if (evaluation) evaluations[name] = withSpread(evaluation);
  }
  const analyses: Record<string, object> = {};
  for (const name of await namesIn(join(path, "analyses"), ".json")) {
    const analysis = await json<object>("analyses", `${name}.json`);
    if (analysis) analyses[name] = analysis;
  }
  const sprites: Record<string, Uint8Array> = {};
  for (const name of await namesIn(join(path, "analyses"), ".png")) {
    sprites[name] = await readFile(join(path, "analyses", `${name}.png`));
  }
  const pictures: Record<string, Picture> = {};
  for (const name of await namesIn(join(path, "pictures"), ".png")) {
    const png = await readFile(join(path, "pictures", `${name}.png`));
    pictures[name] = { png, grid: await json<PictureGrid>("pictures", `${name}.json`) };
  }
  return {
    path,
    config: { ...EMPTY_CONFIG, ...config },
    environment: await json<RunEnvironment>("environment.json"),
    state: await json<RunState>("state.json"),
    steps: metrics.filter((line): line is StepMetrics => line.kind === "step"),
    monitors: metrics.filter((line): line is EvaluationMetrics => line.kind === "evaluation" && "top1" in line),
    spreads: metrics.filter((line): line is SpreadMetrics => line.kind === "evaluation" && line.name === "collapse"),
    contrasts: metrics.filter((line): line is ContrastMetrics => line.kind === "contrast"),
    evaluations,
    analyses: analyses as Analyses,
    sprites,
    pictures,
    skipped: await list<PassedOver>("skipped.json"),
    damage,
  };
}

/** The lines of metrics.jsonl; a torn last line belongs to a write that was cut short and is passed over. */
export function parseMetrics(text: string, damage: string[] = []): Metrics[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const torn = index === lines.length - 1;
    return parse<Metrics>(line, `metrics.jsonl line ${index + 1}`, torn ? [] : damage) ?? [];
  });
}

const EMPTY_CONFIG: RunConfig = {
  mochi: "unknown",
  commit: null,
  command: "",
  method: "unknown",
  preset: "none",
  options: {},
  sources: {},
  notes: [],
};

// One repetition needs no list of them.
function withSpread(evaluation: Evaluation): Evaluation {
  const single: Accuracy = { top1: evaluation.top1, top5: evaluation.top5 };
  return {
    ...evaluation,
    runs: evaluation.runs ?? [single],
    mean: evaluation.mean ?? single,
    std: evaluation.std ?? ZERO,
  };
}

const ZERO: Accuracy = { top1: 0, top5: 0 };

function parse<Value>(text: string, name: string, damage: string[]): Value | undefined {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return parseAs<Value>("an object", isObject, { text, name, damage });
}

function parseList<Entry>(text: string, name: string, damage: string[]): Entry[] | undefined {
  return parseAs<Entry[]>("a list", Array.isArray, { text, name, damage });
}

function parseAs<Value>(
  expected: string,
  isExpected: (value: unknown) => boolean,
  { text, name, damage }: { text: string; name: string; damage: string[] },
): Value | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (isExpected(value)) return value as Value;
    damage.push(`${name}: expected ${expected}, got ${text.trim().slice(0, 40)}`);
  } catch (error) {
    damage.push(`${name}: ${(error as Error).message}`);
  }
  return undefined;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Names without their ending, sorted, so that reports do not depend on the order of the file system. */
async function namesIn(folder: string, ending: string): Promise<string[]> {
  try {
    const files = await readdir(folder);
    return files
      .filter((file) => extname(file) === ending)
      .map((file) => basename(file, ending))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

function notARun(path: string, damage: readonly string[]): MochiError {
  const reason = damage[0] ?? "it holds no config.json";
  return new MochiError({
    code: "not-a-run",
    message: `"${path}" is not a run folder: ${reason}`,
    where: join(path, "config.json"),
    remedy: "name a folder that `mochi pretrain` wrote, for example runs/quickstart",
  });
}
