// Oracle: a derivative worked by hand, and what one step of any method must change; under ten seconds.
import { expect, test } from "vitest";
import { methods } from "../src/methods/index.ts";
import { parameter } from "../src/nn/module.ts";
import { backward, buildInfo, gradientOf, memoryUse, mul, sumAll, tensor } from "../src/tensor/index.ts";
import { train, trainableParameters } from "../src/train/loop.ts";
import { moduleState } from "../src/train/state.ts";
import { temporaryFolder } from "./data/temporary-folder.ts";
import { digests, metricsOf, toyImages, toyJob, toyMethodOptions } from "./train/toy-job.ts";

test("the addon loads, with the libtorch it was built for", () => {
  expect(buildInfo().version).toMatch(/^\d+\.\d+\.\d+/);
  expect(memoryUse().scopes).toBe(0);
});

test("gradients flow: d(Σ x³)/dx = 3x²", () => {
  const x = parameter(tensor([1, -2, 3]));
  backward(sumAll(mul(mul(x, x), x)));
  expect(gradientOf(x)!.toNumbers()).toEqual([3, 12, 27]);
});

/** Defaults of the method's own options, but those the toy encoder, queue and batch ask for. */
function toyOptionsOf({ options }: (typeof methods)[number]) {
  const defaults = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  const toy = Object.entries(toyMethodOptions).filter(([name]) => name in options);
  return { ...Object.fromEntries([...defaults, ...toy]), ...("mixingWarmup" in options && { mixingWarmup: 0 }) };
}

test.each(methods.map((method) => [method.name, method] as const))("one step of %s", async (_, method) => {
  const data = toyImages(24, method.needs?.frames);
  const job = toyJob(temporaryFolder(), {
    method,
    methodOptions: toyOptionsOf(method),
    data,
    options: { epochs: 1 / 3 },
  });
  const before = digests(moduleState(job.modules));
  await train(job);
  const after = digests(moduleState(job.modules));
  const moved = (start: string) =>
    Object.keys(after).filter((name) => name.startsWith(start) && before[name] !== after[name]);
  for (const name of Object.keys(job.modules)) expect(moved(`${name}.`), name).not.toEqual([]);
  const trained = [...trainableParameters(job.modules).keys()];
  expect(trained.filter((name) => before[name] === after[name])).toEqual([]);
  const [line] = metricsOf(job);
  expect(line).toMatchObject({ kind: "step", step: 1, epoch: 0 });
  expect(Number.isFinite(line!.loss)).toBe(true);
  for (const { name } of method.shows) expect(line).toHaveProperty(name);
  expect(line!.mixing).toBe("mixingWarmup" in method.options);
});
