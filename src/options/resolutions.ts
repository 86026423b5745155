// The option type of progressive resolution: which image size is trained on until which share of the steps.
import * as z from "zod";
import { type Description, describe, type Option, toNumber } from "./option.ts";

export interface ResolutionStage {
  /** Side of the square views, in pixels. */
  readonly size: number;
  /** Share of the run's steps at which the stage ends, in (0, 1]. */
  readonly until: number;
}

/** A list of stages, in a flag written `16:0.577,24:0.902,32:1`; the empty list means one size throughout. */
export function stages(
  value: readonly ResolutionStage[],
  description: Description,
): Option<readonly ResolutionStage[]> {
  return describe<readonly ResolutionStage[]>(value, description, {
    schema: z.array(z.strictObject({ size: z.int().min(8), until: z.number().gt(0).lte(1) })),
    expected:
      "size:share pairs such as 16:0.577,24:0.902,32:1 (sizes of at least 8 px, shares above 0 and of at most 1); " +
      "in a config file [{ size, until }, …]",
    value: "size:share,…",
    parse: (text) => (text.trim() === "" ? [] : text.split(",").map(toStage)),
    format: (values) => values.map(({ size, until }) => `${size}:${until}`).join(","),
  });
}

function toStage(text: string): unknown {
  const [size, until, ...rest] = text.split(":");
  return size === undefined || until === undefined || rest.length > 0
    ? text
    : { size: toNumber(size), until: toNumber(until) };
}
