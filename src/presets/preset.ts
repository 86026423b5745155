// What a preset is: a function that returns part of a configuration, typed by all options there are.
import type { MethodOptions } from "../methods/index.ts";
import { type OptionRecord, type PretrainValues, pretrainOptions, type Values } from "../options/index.ts";

type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type OwnValues<R> = R extends OptionRecord ? Partial<Values<R>> : never;

/** The options of every method in the list, each of them optional. */
type MethodValues = Intersection<OwnValues<MethodOptions>>;

/** Options of pre-training and of the methods, as a preset or mochi.config.ts gives them; the rest is inherited. */
export type PretrainConfig = Readonly<Partial<PretrainValues> & MethodValues>;

/** A recipe. `preset` is its own name. */
export type Preset = () => PretrainConfig & { readonly preset: string; readonly method: string };

/** The values of a preset that do not belong to its method: what a preset of another method can build on. */
export function onlyShared(values: PretrainConfig): Partial<PretrainValues> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in pretrainOptions));
}
