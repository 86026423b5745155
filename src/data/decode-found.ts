// Images looked up and decoded by the pool: one that cannot even be found is as broken as one that cannot be decoded.
import type { ImageLocation, Wanted } from "./decode-job.ts";
import type { DecodedImage, DecodePool } from "./decode-pool.ts";
import { firstLine } from "./first-line.ts";

/**
 * What becomes of each image, in their order.
 * @param locate may throw; what it says is the image's reason
 * @param wanted what is made of those found, by their places in `indices`
 */
export async function decodeFound(
  pool: DecodePool,
  indices: readonly number[],
  locate: (index: number) => ImageLocation | Promise<ImageLocation>,
  wanted: (found: readonly number[]) => Wanted,
): Promise<DecodedImage[]> {
  const outcomes: DecodedImage[] = Array(indices.length);
  const locations: (ImageLocation | undefined)[] = await Promise.all(
    indices.map(async (index, place) => {
      try {
        return await locate(index);
      } catch (error) {
        outcomes[place] = { reason: firstLine(error) };
        return undefined;
      }
    }),
  );
  const found = [...locations.keys()].filter((place) => locations[place] !== undefined);
  const decoded = await pool.decode(
    found.map((place) => locations[place]!),
    wanted(found),
  );
  for (const [i, place] of found.entries()) outcomes[place] = decoded[i]!;
  return outcomes;
}
