// What other layers take from options: the words to declare them, and the types of what was chosen.
export type { RawFlags, Source, Sources } from "./layers.ts";
export type { MethodDescription } from "./method.ts";
export {
  choice,
  count,
  type Description,
  inGroup,
  list,
  number,
  type Option,
  type OptionRecord,
  text,
  toggle,
  type Values,
} from "./option.ts";
export { type PretrainValues, pretrainOptions } from "./pretrain.ts";
export { type ResolutionStage, stages } from "./resolutions.ts";
export { formatFlag, type ResolvedConfig, repeatCommand } from "./resolved.ts";
export type { Progress, Ui } from "./ui.ts";
