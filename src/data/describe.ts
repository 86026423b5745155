// The list of data sets for people, and fetching one ahead of time.

import { UsageError } from "../errors.ts";
import { type Cifar10State, cifar10State, openCifar10 } from "./cifar10.ts";
import { DATA_SPECS } from "./data-spec.ts";
import type { OnDataProgress } from "./dataset.ts";

export interface DataDescription {
  /** What to write after `--data`. */
  spec: string;
  meaning: string;
  /** State of the cache; undefined for data that the user brings. */
  cached: Cifar10State | undefined;
}

/** All forms of `--data`, with what is cached of them; judged by sizes, nothing is fetched or hashed. */
export async function describeData(): Promise<DataDescription[]> {
  const cifar10 = await cifar10State();
  return DATA_SPECS.map(({ spec, meaning }) => ({ spec, meaning, cached: spec === "cifar10" ? cifar10 : undefined }));
}

/**
 * Fetches a data set into the cache, or checks by its hash the one that is there.
 * @returns its description
 * @throws UsageError for a data set that is not fetched; MochiError when fetching fails.
 */
export async function prepareData(spec: string, onProgress?: OnDataProgress): Promise<string> {
  if (spec === "cifar10") return (await openCifar10({ onProgress })).description;
  throw new UsageError([
    {
      code: "data-not-fetched",
      message: `"${spec}" is not a data set that can be fetched`,
      where: "data",
      remedy: "the one that can is cifar10; all others are read from your own folders",
    },
  ]);
}
