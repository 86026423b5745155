// analyses/microscope.json and .png: queries with the images of their hardest negatives and of the parents of synthetic ones.
import { type SeenNegative, type SeenQuery, underTheMicroscope } from "../../analyze/microscope.ts";
import { UsageError } from "../../errors.ts";
import type { Ui } from "../../options/index.ts";
import type { MicroscopeAnalysis, ShownNegative } from "../../run/analyses.ts";
import type { OpenedRun } from "../open-run.ts";
import { className } from "../pictures.ts";
import { lookAtBatches, type Reached, withoutContrast } from "./contrasts.ts";
import type { Header } from "./header.ts";
import { writeSprite } from "./sprite.ts";

const largestCell = 48;
const queriesUnasked = 6;
const shownNegatives = { real: 10, synthetic: 8 };

/** @throws UsageError `image-missing` for a number that no training image has */
export function checkImages({ data: { train } }: OpenedRun, images: readonly number[]): void {
  const { length } = train.info;
  const wrong = images.find((image) => !Number.isInteger(image) || image < 0 || image >= length);
  if (wrong === undefined) return;
  throw new UsageError([
    {
      code: "image-missing",
      message: `no training image has the number ${wrong}`,
      where: "--images",
      remedy: `numbers from 0 to ${length - 1}`,
    },
  ]);
}

/** @param images the training images whose queries are shown; the first six of a batch where there are none */
export async function analyzeMicroscope(
  run: OpenedRun,
  { images, header, reached, ui }: { images: readonly number[]; header: Header; reached: Reached; ui: Ui },
): Promise<void> {
  const seen: SeenQuery[] = [];
  const { count } = await lookAtBatches(run, reached, { queries: 1, first: images }, (contrast) => {
    const asked =
      images.length > 0 ? images : [...new Set(Array.from(contrast.queryIds ?? []))].slice(0, queriesUnasked);
    seen.push(...underTheMicroscope(contrast, { images: asked, ...shownNegatives }));
  });
  if (seen.length === 0) {
    ui.info(
      `microscope skipped: ${count === 0 ? withoutContrast(run) : "the images behind the negatives are not known"}`,
    );
    return;
  }
  await writeMicroscope(run, seen, {
    ...header("microscope", images.length > 0 ? ` --images ${images.join(",")}` : ""),
    note: "Queries of training batches; images as they are, not as the views show them.",
  });
}

async function writeMicroscope(
  { folder, data: { train }, options }: OpenedRun,
  queries: readonly SeenQuery[],
  header: Pick<MicroscopeAnalysis, "command" | "step" | "epoch" | "note">,
): Promise<void> {
  const known = (negatives: readonly SeenNegative[]) => negatives.filter(({ ids }) => ids.every((id) => id >= 0));
  const shown = queries.map((query) => ({ ...query, real: known(query.real), synthetic: known(query.synthetic) }));
  const ids = [
    ...new Set(shown.flatMap(({ id, real, synthetic }) => [id, ...[...real, ...synthetic].flatMap((one) => one.ids)])),
  ];
  const cellOf = new Map(ids.map((id, cell) => [id, cell]));
  const negative =
    (query: number) =>
    ({ ids, ...rest }: SeenNegative): ShownNegative => {
      const classes = ids.map((id) => className(train, id));
      const isFalse = train.labels !== undefined && ids.every((id) => train.labels![id] === train.labels![query]);
      return { cells: ids.map((id) => cellOf.get(id)!), images: ids, classes, ...rest, isFalse };
    };
  const analysis: MicroscopeAnalysis = {
    name: "microscope",
    ...header,
    sprite: await writeSprite(folder, "microscope", train, ids, Math.min(largestCell, options.imageSize)),
    queries: shown.map(({ id, positive, real, synthetic }) => ({
      cell: cellOf.get(id)!,
      image: id,
      class: className(train, id),
      positive,
      real: real.map(negative(id)),
      synthetic: synthetic.map(negative(id)),
    })),
  };
  folder.writeAnalysis("microscope", analysis);
}
