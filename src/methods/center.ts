// Centre: the running mean of a teacher's output, which is taken off it (Caron et al., ICCV 2021, arXiv 2104.14294, "DINO").
import { buffer, Module } from "../nn/module.ts";
import { add_, type Buffer, mean, mul_, type Tensor, withoutGradient, zeros } from "../tensor/index.ts";

export class Center extends Module {
  /** c, `[K]` */
  readonly value: Buffer;

  constructor(outputs: number) {
    super();
    this.value = buffer(zeros([outputs]));
  }

  /** Moves towards the mean of `outputs` `[n, K]` by a share of 1 − `momentum`. */
  update(outputs: Tensor, momentum: number): void {
    // DINO Eq. (4): c ← m c + (1 − m) 1/B Σᵢ g_θt(xᵢ)
    withoutGradient(() => add_(mul_(this.value, momentum), mean(outputs, [0]), { alpha: 1 - momentum }));
  }
}
