// MoCo-v2: momentum contrast with a perceptron head, stronger augmentation and a cosine schedule.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo"); Chen et al., 2020, arXiv 2003.04297 ("MoCo-v2").
// Shapes: B batch, d embedding, K queue.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { Encoder } from "../nn/encoder.ts";
import { momentumOf } from "../nn/module.ts";
import { count, number, toggle } from "../options/index.ts";
import { cat, detach, type Tensor, withoutGradient } from "../tensor/index.ts";
import { defineMethod } from "./method.ts";
import { otherKeys, topOne } from "./contrast.ts";
import { Queue } from "./queue.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

