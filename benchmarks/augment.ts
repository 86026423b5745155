// Views per second and core: the fused kernel, the tensor operations and torchvision/PIL, alternated round by round.
// Run: npx tsx benchmarks/augment.ts '{"rounds":21}' prints one JSON object a case; {"peer":false} leaves out Python.
import { spawn } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { viewsByKernel } from "../src/augment/fused.ts";
import { imagesOf } from "../src/augment/images.ts";
import { instructionSets } from "../src/augment/kernel.ts";
import { mocoV2, mocoV2Small } from "../src/augment/recipes.ts";
import { viewsByTensors } from "../src/augment/reference.ts";
import {
  buildInfo,
  fromTypedArray,
  randomKey,
  scope,
  setThreads,
  uniformRows,
  withoutGradient,
} from "../src/tensor/index.ts";

const { rounds, peer } = { rounds: 11, peer: true, ...JSON.parse(process.argv[2] ?? "{}") } as {
  rounds: number;
  peer: boolean;
};
const cases = [
  { recipe: mocoV2, size: 32, height: 32, width: 32, images: 256 },
  { recipe: mocoV2Small, size: 32, height: 32, width: 32, images: 256 },
  { recipe: mocoV2, size: 224, height: 375, width: 500, images: 16 },
];

/** Seconds of one core: unlike the clock's they do not grow with what else the machine does. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  scope(() => withoutGradient(work));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function startPeer(config: object) {
  const script = fileURLToPath(new URL("pytorch/augment.py", import.meta.url));
  const python = spawn("/usr/bin/python3", [script, JSON.stringify(config)], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    async seconds() {
      python.stdin.write("\n");
      return Number((await answers.next()).value);
    },
    end: () => python.stdin.end(),
  };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function measure({ recipe, images: count, ...shape }: (typeof cases)[number]) {
  const { size, height, width } = shape;
  const ids = Int32Array.from({ length: count }, (_, id) => id);
  const bytes = Uint8Array.from(uniformRows(randomKey(0), [0], count * height * width * 3), (draw) => draw * 256);
  const images = imagesOf(fromTypedArray(bytes, [count, height, width, 3]));
  const blur = recipe.steps.some((step) => step.name === "gaussian-blur");
  const torchvision = peer ? startPeer({ ...shape, images: count, blur }) : undefined;

  const seconds = { kernel: [] as number[], tensors: [] as number[], torchvision: [] as number[] };
  for (let round = -2; round < rounds; round++) {
    const context = { ids, key: randomKey(round), size };
    // Twenty kernel calls: one alone is too short for the clock of processor time.
    const kernel =
      processorSeconds(() => {
        for (let call = 0; call < 20; call++) scope(() => void viewsByKernel(images, recipe, context));
      }) / 20;
    const tensors = processorSeconds(() => void viewsByTensors(images, recipe, context));
    const theirs = await torchvision?.seconds();
    if (round < 0) continue;
    seconds.kernel.push(kernel);
    seconds.tensors.push(tensors);
    if (theirs !== undefined) seconds.torchvision.push(theirs);
  }
  torchvision?.end();
  images.pixels.dispose();

  const rate = (values: number[]) => Math.round(count / median(values));
  const ratio = (values: number[]) =>
    Number(median(values.map((other, round) => other / seconds.kernel[round]!)).toFixed(1));
  return {
    recipe: recipe.name,
    ...shape,
    viewsPerSecond: {
      kernel: rate(seconds.kernel),
      tensors: rate(seconds.tensors),
      ...(torchvision ? { torchvision: rate(seconds.torchvision) } : {}),
    },
    kernelAgainst: {
      tensors: ratio(seconds.tensors),
      ...(torchvision ? { torchvision: ratio(seconds.torchvision) } : {}),
    },
  };
}

setThreads(1);
const machine = { cpu: cpus()[0]?.model, instructionSet: instructionSets()[0], libtorch: buildInfo().version };
for (const one of cases)
  console.log(JSON.stringify({ ...(await measure(one)), rounds, ...machine, load: loadavg()[0]?.toFixed(1) }));
