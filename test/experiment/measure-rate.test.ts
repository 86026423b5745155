// Oracle: the cache file and the plan's needs: positive rates, measured once.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { openData } from "../../src/data/index.ts";
import { measureRates } from "../../src/experiment/measure-rate.ts";
import { methodByName } from "../../src/methods/index.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { makeCifar, recordingUi, tinyConfig } from "./made-run.ts";

afterEach(() => void vi.unstubAllEnvs());

test("rates are measured once and read from the cache afterwards", async () => {
  const folder = temporaryFolder();
  vi.stubEnv("MOCHI_DATA", join(folder, "cache"));
  const spec = `cifar10:${makeCifar(folder)}`;
  const { options } = tinyConfig(spec, join(folder, "run"));
  const data = await openData(spec, { imageSize: 8 });
  const input = { method: methodByName("mochi"), options, precision: "fp32" as const, data, ui: recordingUi() };
  const rates = await measureRates([8, 16], input);
  expect(rates.map(({ resolution }) => resolution)).toEqual([8, 16]);
  for (const { imagesPerSecond } of rates) expect(imagesPerSecond).toBeGreaterThan(0);

  const [file] = readdirSync(join(folder, "cache/rates"));
  writeFileSync(join(folder, "cache/rates", file!), '[{"resolution":8,"imagesPerSecond":123}]');
  expect(await measureRates([8, 16], input)).toEqual([{ resolution: 8, imagesPerSecond: 123 }]);
  // Another batch size is another question.
  expect(await measureRates([8, 16], { ...input, options: { ...options, batchSize: 8 } })).toHaveLength(2);
});
