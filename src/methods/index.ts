// The list of methods; help, checks, docs and tests of a method follow from its line here.
import { nearest, UsageError } from "../errors.ts";
import { barlowTwins } from "./barlow-twins.ts";
import { byol } from "./byol.ts";
import { cmc } from "./cmc.ts";
import { colorization } from "./colorization.ts";
import { contextPrediction } from "./context-prediction.ts";
import { cpc } from "./cpc.ts";
import { dino } from "./dino.ts";
import { imix } from "./imix.ts";
import { infomin } from "./infomin.ts";
import { instdis } from "./instdis.ts";
import type { Method } from "./method.ts";
import { mochi } from "./mochi.ts";
import { mochiOracle } from "./mochi-oracle.ts";
import { mocoV1 } from "./moco-v1.ts";
import { mocoV2 } from "./moco-v2.ts";
import { mocoV2Oracle } from "./moco-v2-oracle.ts";
import { pirl } from "./pirl.ts";
import { withDistinctNames } from "./requirements.ts";
import { rotation } from "./rotation.ts";
import { shuffleAndLearn } from "./shuffle-and-learn.ts";
import { simclr } from "./simclr.ts";
import { simsiam } from "./simsiam.ts";
import { supervised } from "./supervised.ts";
import { swav } from "./swav.ts";
import { unmix } from "./unmix.ts";
import { vicreg } from "./vicreg.ts";

const list = [
  mochi,
  mocoV2,
  simclr,
  byol,
  supervised,
  mocoV2Oracle,
  mochiOracle,
  rotation,
  contextPrediction,
  colorization,
  shuffleAndLearn,
  instdis,
  mocoV1,
  infomin,
  pirl,
  cmc,
  cpc,
  simsiam,
  barlowTwins,
  vicreg,
  swav,
  dino,
  unmix,
  imix,
] as const;

/** The options that any method may have, for the types of presets and config files. */
export type MethodOptions = (typeof list)[number]["options"];

// A method's own types hold inside its file; whoever takes methods from the list passes what the method itself built.
export const methods = withDistinctNames(list as unknown as readonly Method[]);

/**
 * A method by name.
 * @throws UsageError `unknown-method` with the nearest name and the list
 */
export function methodByName(name: string): Method {
  const found = methods.find((method) => method.name === name);
  if (found) return found;
  const names = methods.map((method) => method.name).sort();
  const guess = nearest(name, names);
  const message = `unknown method "${name}"${guess ? `; did you mean "${guess}"?` : ""}`;
  throw new UsageError([
    { code: "unknown-method", message, where: "--method", remedy: `methods: ${names.join(", ")}` },
  ]);
}
