// What a preset is: a function that returns part of a configuration, typed by all options there are.
import type { mochi } from "../methods/mochi.ts";
import type { mocoV2 } from "../methods/moco-v2.ts";
import type { OptionRecord, PretrainValues, Values } from "../options/index.ts";

type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type OwnValues<M> = M extends { options: infer R extends OptionRecord } ? Partial<Values<R>> : never;

/** The options of every method in the list, each of them optional. */
type MethodValues = Intersection<OwnValues<typeof mochi | typeof mocoV2>>;

/** Options of pre-training and of the methods, as a preset or mochi.config.ts gives them; the rest is inherited. */
export type PretrainConfig = Readonly<Partial<PretrainValues> & MethodValues>;

/** A recipe. `preset` is its own name. */
export type Preset = () => PretrainConfig & { readonly preset: string; readonly method: string };
