// mochi data check: decodes every image of a data set and lists the broken ones.
import { UsageError } from "../errors.ts";
import { createUi } from "./ui.ts";

/** @returns the exit code: 1 where an image is broken */
export async function checkData(spec: string | undefined): Promise<number> {
  if (spec === undefined) throw cannotCheck("data check needs a folder", "write mochi data check FOLDER");
  const { openData } = await import("../data/open.ts");
  const { checkImages } = await import("../data/broken-images.ts");
  const ui = createUi();
  const onProgress = ui.progress;
  const { train, test } = await openData(spec, { imageSize: 32, onProgress });
  let tried = 0;
  let broken = 0;
  const listed: string[] = [];
  for (const data of [train, test]) {
    if (!data) continue;
    if (!data.check)
      throw cannotCheck(`"${spec}" has no images to decode`, "its files are checked when they are opened");
    const ids = Int32Array.from({ length: data.info.length }, (_, index) => index);
    await checkImages(data, ids, onProgress);
    tried += data.tally?.tried ?? 0;
    broken += data.tally?.broken ?? 0;
    listed.push(...(data.skipped ?? []).map(({ path, reason }) => `${path}: ${reason}`));
  }
  ui.progress(undefined);
  for (const line of listed) ui.info(line);
  const passedOver = listed.length - broken;
  const also = passedOver > 0 ? `; files passed over: ${passedOver}` : "";
  ui.info(`images: ${tried}, broken: ${broken}${also}`);
  return broken > 0 ? 1 : 0;
}

function cannotCheck(message: string, remedy: string): UsageError {
  return new UsageError([{ code: "data-not-checked", message, where: "data", remedy }]);
}
