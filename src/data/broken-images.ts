// Watching for broken images: a sample before a run, and the share of broken ones while it reads.
import { MochiError } from "../errors.ts";
import { type Key, permutation } from "../tensor/random.ts";
import type { Dataset, OnDataProgress } from "./dataset.ts";

// Few enough for a second, enough to notice a folder of which one image in a hundred is broken.
const SAMPLE = 500;
const AT_ONCE = 100;

/** Tries up to 500 images, drawn by the key; does nothing where no image can be broken. */
export function checkSample(data: Dataset, key: Key, onProgress?: OnDataProgress): Promise<void> {
  return checkImages(data, permutation(key, data.info.length).slice(0, SAMPLE), onProgress);
}

/** Tries these images in turn; the broken ones join `data.skipped`. */
export async function checkImages(data: Dataset, indices: Int32Array, onProgress?: OnDataProgress): Promise<void> {
  if (!data.check) return;
  const total = indices.length;
  for (let done = 0; done < total; done += AT_ONCE) {
    onProgress?.({ label: "trying images", done, total });
    await data.check(indices.subarray(done, done + AT_ONCE));
  }
  onProgress?.({ label: "trying images", done: total, total });
}

/**
 * What is to be said where too many images are broken; undefined where all is well.
 * @param maxBroken per cent
 */
export function tooManyBroken({ tally, skipped }: Dataset, maxBroken: number): MochiError | undefined {
  if (!tally || tally.broken * 100 <= maxBroken * tally.tried) return undefined;
  const { tried, broken } = tally;
  const share = (100 * broken) / tried;
  const first = skipped?.[0];
  return new MochiError({
    code: "images-broken",
    message: `${broken} of the ${tried} images tried so far cannot be decoded: ${share.toFixed(1)} %, more than the ${maxBroken} % allowed`,
    ...(first && { where: `${first.path}: ${first.reason}` }),
    remedy: `\`mochi data check FOLDER\` lists all of them; mend or remove them, or allow them: --max-broken ${Math.ceil(share)}`,
  });
}
