// 200 SIGKILLs of a training process: every resume works, no checkpoint is unreadable, the outcome is the undisturbed one.
// Run: npx tsx experiments/kill/kill.ts [kills] → experiments/kill/result.json
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCheckpoint } from "../../src/run/checkpoint.ts";
import { randomKey, uniformRows } from "../../src/tensor/random.ts";

const kills = Number(process.argv[2] ?? 200);
const wantedInCheckpoint = Math.ceil(kills * 0.35);
const program = fileURLToPath(new URL("../../bin/mochi.cjs", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "mochi-kill-"));
const draws = uniformRows(
  randomKey(7),
  Int32Array.from({ length: 10 * kills }, (_, index) => index),
  2,
);
let drawn = 0;

const data = makeData(join(work, "cifar-10-batches-bin"));
const started = performance.now();
const tally = { kills: 0, inCheckpoint: 0, resumes: 0, unreadable: 0, runs: 0, equalRuns: 0, unequal: [] as string[] };

for (let seed = 0; tally.kills < kills; seed++) {
  const reference = join(work, `undisturbed-${seed}`);
  const disturbed = join(work, `disturbed-${seed}`);
  await train(reference, seed, () => {});
  while (!isFinished(disturbed)) {
    const isResume = existsSync(join(disturbed, "checkpoints", "last.json"));
    const outcome = await train(disturbed, seed, tally.kills < kills ? killer(disturbed) : () => {});
    if (isResume) tally.resumes++;
    if (outcome === "killed") {
      tally.kills++;
      if (isTorn(disturbed)) tally.inCheckpoint++;
      checkReadable(disturbed);
      process.stdout.write(`\r${tally.kills} kills, ${tally.inCheckpoint} while a checkpoint was written   `);
    }
  }
  tally.runs++;
  const difference = compare(reference, disturbed);
  if (difference) tally.unequal.push(`seed ${seed}: ${difference}`);
  else tally.equalRuns++;
}

const result = { ...tally, minutes: (performance.now() - started) / 60_000, node: process.version };
writeFileSync(new URL("result.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
console.log(`\n${JSON.stringify(result)}`);
const isSound = tally.unreadable === 0 && tally.unequal.length === 0 && tally.inCheckpoint >= 0.3 * kills;
process.exitCode = isSound ? 0 : 1;

/** One sitting of the training process; ends killed or by itself. */
function train(out: string, seed: number, disturb: (child: ChildProcess) => void): Promise<"killed" | "finished"> {
  const flags = ["--preset", "cifar10", "--data", `cifar10:${data}`, "--out", out, "--seed", String(seed)];
  const size = [
    "--arch",
    "resnet10",
    "--width",
    "8",
    "--image-size",
    "16",
    "--batch-size",
    "32",
    "--queue-size",
    "256",
  ];
  const rest = [
    "--mochi",
    "32,32,8",
    "--bn-splits",
    "2",
    "--epochs",
    "12",
    "--mixing-warmup",
    "1",
    "--precision",
    "bf16",
  ];
  const record = [
    "--checkpoint-every",
    "0.1",
    "--knn-every",
    "0",
    "--no-linear",
    "--print-freq",
    "5",
    "--threads",
    "1",
  ];
  const child = spawn(process.execPath, [program, "pretrain", ...flags, ...size, ...rest, ...record], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  disturb(child);
  return new Promise((resolve, reject) => {
    child.on("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve("killed");
      else if (code === 0) resolve("finished");
      else reject(new Error(`training of ${out} ended with code ${code}: ${complaint}`));
    });
  });
}

/** Kills at a random moment, or in the middle of a random one of the next checkpoints. */
function killer(out: string): (child: ChildProcess) => void {
  const [choice, moment] = draws.subarray(2 * drawn, 2 * drawn + 2) as unknown as [number, number];
  drawn++;
  const isOnTarget = tally.inCheckpoint >= wantedInCheckpoint;
  if (isOnTarget || choice! < 0.3) {
    // Start-up takes about a second; the moments cover it, the first steps and several checkpoints.
    return (child) => void setTimeout(() => child.kill("SIGKILL"), 300 + 2500 * moment!).unref();
  }
  const skipped = Math.floor(moment! * 4);
  return (child) => {
    const folder = join(out, "checkpoints");
    mkdirSync(folder, { recursive: true });
    let seen = 0;
    const watcher = watch(folder, (_, name) => {
      if (!name?.includes(".safetensors.writing-") || seen++ < 2 * skipped) return;
      child.kill("SIGKILL");
      watcher.close();
    });
    child.on("exit", () => watcher.close());
  };
}

/** A checkpoint was under way: a half-written file, or one whose record is not yet there. */
function isTorn(out: string): boolean {
  const folder = join(out, "checkpoints");
  if (!existsSync(folder)) return false;
  const names = readdirSync(folder);
  const isOrphan = (name: string) =>
    /^step-\d+\.safetensors$/.test(name) && !names.includes(name.replace(".safetensors", ".json"));
  return names.some((name) => name.includes(".writing-") || isOrphan(name));
}

function checkReadable(out: string): void {
  if (!existsSync(join(out, "checkpoints", "last.json"))) return;
  try {
    if (loadCheckpoint(join(out, "checkpoints")).warnings.length > 0) tally.unreadable++;
  } catch {
    tally.unreadable++;
  }
}

function isFinished(out: string): boolean {
  const state = join(out, "state.json");
  return existsSync(state) && JSON.parse(readFileSync(state, "utf8")).status === "finished";
}

/** The first difference between two runs: any tensor of the final state, any number of the metrics but times and rates. */
function compare(one: string, other: string): string | undefined {
  const [a, b] = [one, other].map((run) => loadCheckpoint(join(run, "checkpoints")).content.tensors) as [
    Tensors,
    Tensors,
  ];
  for (const [name, { values }] of a) {
    const twin = b.get(name)?.values;
    if (!twin || Buffer.compare(bytes(values), bytes(twin)) !== 0) return name;
  }
  const [left, right] = [one, other].map(metrics) as [string, string];
  return left === right ? undefined : "metrics.jsonl";
}

type Tensors = ReturnType<typeof loadCheckpoint>["content"]["tensors"];

function bytes(values: ArrayBufferView): Buffer {
  return Buffer.from(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
}

function metrics(run: string): string {
  const lines = readFileSync(join(run, "metrics.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.stringify({ ...JSON.parse(line), seconds: 0, imagesPerSecond: 0 })).join("\n");
}

/** 512 random images in CIFAR-10's official binary layout. */
function makeData(folder: string): string {
  mkdirSync(folder);
  const file = (rows: number, key: number) => {
    const values = uniformRows(
      randomKey(key),
      Int32Array.from({ length: rows }, (_, row) => row),
      3073,
    );
    return Uint8Array.from(values, (value, index) => (index % 3073 === 0 ? 10 * value : 256 * value));
  };
  for (let part = 1; part <= 5; part++) writeFileSync(join(folder, `data_batch_${part}.bin`), file(100, part));
  writeFileSync(join(folder, "test_batch.bin"), file(50, 9));
  return folder;
}
