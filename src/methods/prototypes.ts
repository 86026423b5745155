// Prototypes: trained unit vectors that embeddings are compared with (Caron et al., arXiv 2006.09882, "SwAV", §3.1).
import { normalize } from "../functional/index.ts";
import { Linear } from "../nn/linear.ts";
import { copy_, type Key, withoutGradient } from "../tensor/index.ts";

export class Prototypes extends Linear {
  constructor(count: number, embeddingSize: number, key: Key) {
    super(embeddingSize, count, key, { hasBias: false });
    this.toUnitLength();
  }

  /** Brings them back to the sphere, from which an optimiser's step leads away. */
  toUnitLength(): void {
    withoutGradient(() => copy_(this.weight, normalize(this.weight)));
  }
}
