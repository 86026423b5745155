// What options, presets and the command line need to know of a method; the methods themselves say more.
import type { OptionRecord } from "./option.ts";

export interface MethodDescription {
  readonly name: string;
  /** One line, for lists and help. */
  readonly summary: string;
  /** Paper and venue. */
  readonly source: string;
  /** The preset that suits the method best, for lists. */
  readonly defaultPreset: string;
  readonly options: OptionRecord;
}
