// Mochi's side of a benchmark, a process of its own: `worker.js '{"program":…,"settings":…}'`, then a line for each wish.
// "run" is answered with the seconds of one repetition, "stop" with the peak memory; every answer is one line of JSON.
import { createInterface } from "node:readline";
import { formatError } from "../../errors.ts";
import { buildInfo } from "../../tensor/index.ts";
import { peakMemory } from "./memory.ts";
import { loadProgram } from "./programs.ts";

const answer = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function work(): Promise<void> {
  const { program, settings } = JSON.parse(process.argv[2]!);
  const { version, threads } = buildInfo();
  const baseBytes = peakMemory();
  const repetition = await (await loadProgram(program)).prepare(settings);
  answer({ ready: true, libtorch: version, threads, baseBytes });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== "run") break;
    answer({ seconds: await repetition() });
  }
  answer({ peakBytes: peakMemory() });
}

work().then(
  () => process.exit(0),
  (error) => {
    answer({ error: formatError(error) });
    process.exit(1);
  },
);
