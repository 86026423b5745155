// analyses/microscope.json and .png: queries with the images of their hardest negatives and of the parents of synthetic ones.
import type { SeenNegative, SeenQuery } from "../../analyze/microscope.ts";
import type { MicroscopeAnalysis, ShownNegative } from "../../run/analyses.ts";
import type { OpenedRun } from "../open-run.ts";
import { className } from "../pictures.ts";
import { writeSprite } from "./sprite.ts";

const largestCell = 48;

export async function writeMicroscope(
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
      return { cells: ids.map((id) => cellOf.get(id)!), classes, ...rest, isFalse };
    };
  const analysis: MicroscopeAnalysis = {
    name: "microscope",
    ...header,
    sprite: await writeSprite(folder, "microscope", train, ids, Math.min(largestCell, options.imageSize)),
    queries: shown.map(({ id, positive, real, synthetic }) => ({
      cell: cellOf.get(id)!,
      class: className(train, id),
      positive,
      real: real.map(negative(id)),
      synthetic: synthetic.map(negative(id)),
    })),
  };
  folder.writeAnalysis("microscope", analysis);
}
