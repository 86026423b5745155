// The run folder: what each file in it is called, and who may write it how.
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeJson, writeWhole } from "./atomic-file.ts";
import type { PassedOver } from "./types.ts";

export type RunStatus = "running" | "interrupted" | "finished" | "failed";

export interface RunState {
  status: RunStatus;
  epoch: number;
  step: number;
  steps: number;
  mixedSteps: number;
  /** Seconds of training over all sittings. */
  trainSeconds: number;
  /** Images that could not be decoded and were replaced, in this sitting; absent where none can be broken. */
  brokenImages?: number;
  /** ISO 8601. */
  updatedAt: string;
}

export type MetricsLine = { kind: string; step?: number } & Record<string, unknown>;

export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get checkpoints(): string {
    return join(this.path, "checkpoints");
  }

  get metricsFile(): string {
    return join(this.path, "metrics.jsonl");
  }

  get profileFile(): string {
    return join(this.path, "profile.json");
  }

  analysis(name: string): string {
    return join(this.path, "analyses", name);
  }

  picture(name: string): string {
    return join(this.path, "pictures", name);
  }

  /** Makes the folder where it is missing. */
  create(): void {
    mkdirSync(this.checkpoints, { recursive: true });
  }

  exists(): boolean {
    return existsSync(join(this.path, "config.json"));
  }

  writeConfig(config: object): void {
    writeJson(join(this.path, "config.json"), config);
  }

  writeEnvironment(environment: object): void {
    writeJson(join(this.path, "environment.json"), environment);
  }

  writeState(state: RunState): void {
    writeJson(join(this.path, "state.json"), state);
  }

  readState(): RunState | undefined {
    return readJson<RunState>(join(this.path, "state.json"));
  }

  readConfig<Config>(): Config | undefined {
    return readJson<Config>(join(this.path, "config.json"));
  }

  writeEvaluation(name: string, evaluation: object): void {
    writeJson(join(this.path, "evaluations", `${name}.json`), evaluation);
  }

  writeAnalysis(name: string, analysis: object): void {
    writeJson(this.analysis(`${name}.json`), analysis);
  }

  /**
   * Adds images that were passed over to those of earlier sittings, each image once.
   * @returns all of them, by path
   */
  addSkipped(skipped: readonly PassedOver[]): readonly PassedOver[] {
    const file = join(this.path, "skipped.json");
    const before = readJson<readonly PassedOver[]>(file) ?? [];
    const byPath = new Map([...before, ...skipped].map((image) => [image.path, image]));
    const all = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    if (all.length > before.length) writeJson(file, all);
    return all;
  }

  /** Writes the Chrome trace of some steps; compact, since it holds an entry for every operator called. */
  writeProfile(trace: object): void {
    writeWhole(this.profileFile, [JSON.stringify(trace)]);
  }

  /** Appends one line to metrics.jsonl. */
  appendMetrics(line: MetricsLine): void {
    appendFileSync(this.metricsFile, `${JSON.stringify(line)}\n`);
  }

  /** Makes the metrics so far survive a power cut; called with each checkpoint. */
  syncMetrics(): void {
    if (!existsSync(this.metricsFile)) return;
    const file = openSync(this.metricsFile, "r+");
    fsyncSync(file);
    closeSync(file);
  }

  /** Drops lines of steps after `step`, and a torn last line: a resumed run writes them again. */
  rewindMetrics(step: number): void {
    if (!existsSync(this.metricsFile)) return;
    const lines = readFileSync(this.metricsFile, "utf8").split("\n").filter(Boolean);
    const kept = lines.filter((text) => {
      try {
        const line = JSON.parse(text) as MetricsLine;
        return line.step === undefined || line.step <= step;
      } catch {
        return false;
      }
    });
    writeWhole(this.metricsFile, [kept.map((line) => `${line}\n`).join("")]);
  }
}

function readJson<Value>(path: string): Value | undefined {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, "utf8")) as Value;
}
