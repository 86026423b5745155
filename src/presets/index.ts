// The list of presets.
import { barlowTwinsCifar10, barlowTwinsImagenet1k } from "./barlow-twins.ts";
import { byolCifar10, byolImagenet1k } from "./byol.ts";
import { cifar10 } from "./cifar10.ts";
import { cifar100 } from "./cifar100.ts";
import { cmcCifar10, cmcImagenet1k } from "./cmc.ts";
import { colorizationCifar10, colorizationImagenet1k } from "./colorization.ts";
import { contextPredictionCifar10, contextPredictionImagenet1k } from "./context-prediction.ts";
import { cpcCifar10, cpcImagenet1k } from "./cpc.ts";
import { dinoCifar10, dinoImagenet1k } from "./dino.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { imagenet100 } from "./imagenet100.ts";
import { imixCifar10, imixImagenet1k } from "./imix.ts";
import { infominCifar10, infominImagenet1k } from "./infomin.ts";
import { instdisCifar10, instdisImagenet1k } from "./instdis.ts";
import { mocoV1, mocoV1Cifar10 } from "./moco-v1.ts";
import { mochiOracleCifar10, mochiOracleImagenet100, mocoV2OracleCifar10, mocoV2OracleImagenet100 } from "./oracle.ts";
import { pirlCifar10, pirlImagenet1k } from "./pirl.ts";
import type { Preset } from "./preset.ts";
import { quickstart } from "./quickstart.ts";
import { randomInit } from "./random-init.ts";
import { rotationCifar10, rotationImagenet1k } from "./rotation.ts";
import { shuffleAndLearnFrames, shuffleAndLearnUcf101 } from "./shuffle-and-learn.ts";
import { simclrCifar10, simclrImagenet1k } from "./simclr.ts";
import { simsiamCifar10, simsiamImagenet1k } from "./simsiam.ts";
import { supervisedCifar10, supervisedImagenet1k } from "./supervised.ts";
import { swavCifar10, swavImagenet1k } from "./swav.ts";
import { unmixCifar10, unmixImagenet1k } from "./unmix.ts";
import { vicregCifar10, vicregImagenet1k } from "./vicreg.ts";

export const presets = {
  quickstart,
  cifar10,
  cifar100,
  imagenet100,
  imagenet1k,
  "moco-v1": mocoV1,
  "simclr-cifar10": simclrCifar10,
  "simclr-imagenet1k": simclrImagenet1k,
  "byol-cifar10": byolCifar10,
  "byol-imagenet1k": byolImagenet1k,
  "supervised-cifar10": supervisedCifar10,
  "supervised-imagenet1k": supervisedImagenet1k,
  "moco-v2-oracle-cifar10": mocoV2OracleCifar10,
  "moco-v2-oracle-imagenet100": mocoV2OracleImagenet100,
  "mochi-oracle-cifar10": mochiOracleCifar10,
  "mochi-oracle-imagenet100": mochiOracleImagenet100,
  "rotation-cifar10": rotationCifar10,
  "rotation-imagenet1k": rotationImagenet1k,
  "context-prediction-cifar10": contextPredictionCifar10,
  "context-prediction-imagenet1k": contextPredictionImagenet1k,
  "colorization-cifar10": colorizationCifar10,
  "colorization-imagenet1k": colorizationImagenet1k,
  "shuffle-and-learn-frames": shuffleAndLearnFrames,
  "shuffle-and-learn-ucf101": shuffleAndLearnUcf101,
  "moco-v1-cifar10": mocoV1Cifar10,
  "instdis-cifar10": instdisCifar10,
  "instdis-imagenet1k": instdisImagenet1k,
  "infomin-cifar10": infominCifar10,
  "infomin-imagenet1k": infominImagenet1k,
  "pirl-cifar10": pirlCifar10,
  "pirl-imagenet1k": pirlImagenet1k,
  "cmc-cifar10": cmcCifar10,
  "cmc-imagenet1k": cmcImagenet1k,
  "cpc-cifar10": cpcCifar10,
  "cpc-imagenet1k": cpcImagenet1k,
  "simsiam-cifar10": simsiamCifar10,
  "simsiam-imagenet1k": simsiamImagenet1k,
  "barlow-twins-cifar10": barlowTwinsCifar10,
  "barlow-twins-imagenet1k": barlowTwinsImagenet1k,
  "vicreg-cifar10": vicregCifar10,
  "vicreg-imagenet1k": vicregImagenet1k,
  "swav-cifar10": swavCifar10,
  "swav-imagenet1k": swavImagenet1k,
  "dino-cifar10": dinoCifar10,
  "dino-imagenet1k": dinoImagenet1k,
  "unmix-cifar10": unmixCifar10,
  "unmix-imagenet1k": unmixImagenet1k,
  "imix-cifar10": imixCifar10,
  "imix-imagenet1k": imixImagenet1k,
  "random-init": randomInit,
} satisfies Record<string, Preset>;
