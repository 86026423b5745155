// Values that follow from other values: what a given length, time or image size means for what the preset says.
import type { PretrainValues, Source } from "../options/index.ts";
import { plannedWidth, widthNote } from "./plan.ts";

export interface Settled {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sources: Readonly<Record<string, Source>>;
  /** One line per derived value, with its reason. */
  readonly notes: readonly string[];
}

/** Derives what a person's choices leave behind; values that a person gave are never touched. */
export function settle(merged: Readonly<Record<string, unknown>>, from: Readonly<Record<string, Source>>): Settled {
  const values = { ...merged } as Record<string, unknown> & PretrainValues;
  const sources = { ...from };
  const notes: string[] = [];
  const isGiven = (key: string) => sources[key] === "flag" || sources[key] === "config";
  const derive = <K extends keyof PretrainValues>(key: K, value: PretrainValues[K], note: string) => {
    values[key] = value as (typeof values)[K];
    sources[key] = "derived";
    notes.push(note);
  };

  const givenLength = ["epochs", "resolutions"].filter(isGiven);
  if (values.minutes > 0 && !isGiven("minutes") && givenLength.length > 0) {
    derive("minutes", 0, `minutes ${values.minutes} of the preset give way to the given ${givenLength.join(" and ")}`);
  }
  if (values.minutes > 0 && !isGiven("width") && values.width !== plannedWidth(values.minutes)) {
    derive("width", plannedWidth(values.minutes), widthNote(values.minutes));
  }
  const last = values.resolutions.at(-1)?.size;
  if (last !== undefined && last !== values.imageSize && !isGiven("resolutions")) {
    const scaled = values.resolutions.map(({ size, until }) => ({
      size: Math.round((size * values.imageSize) / last),
      until,
    }));
    derive("resolutions", scaled, `resolutions of the preset scaled from ${last} to ${values.imageSize} px`);
  }
  return { values, sources, notes };
}
