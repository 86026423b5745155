// Who is mixed with whom: draws of ranks turned into rows of the keys, each query drawing from its own hardest.
// Shapes: B batch, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import { MochiError } from "../errors.ts";
import { eq, gather, type Key, maskedFill, scope, sort, type Tensor, to } from "../tensor/index.ts";
import { hardestNegatives } from "./hardest-negatives.ts";
import { drawMixing, type MixingCounts, type MixingDraws } from "./mixing-draws.ts";
import { checkShapes } from "./operands.ts";

/**
 * MoCHi (N, s, s′), with draws given, or derived from a key. Ranks that are given count from the hardest; those derived
 * count in the order of the keys, which needs no sorting.
 */
export type Mixing = MixingCounts & {
  /** Let gradient pass through the q inside h′ too; by default h′ is a constant. */
  throughQuery?: boolean;
} & ({ key: Key; draws?: undefined } | { draws: MixingDraws; key?: undefined });

/** Parents as rows of the keys, int64; −1 where too few negatives were left to be one. */
export interface MixedParents {
  /** `[B, s]` rows of nᵢ. */
  first: Tensor;
  /** `[B, s]` rows of nⱼ. */
  second: Tensor;
  /** `[B, s]` */
  alpha: Tensor;
  /** `[B, s′]` rows of the nⱼ that is mixed with the query. */
  withQuery: Tensor;
  /** `[B, s′]` */
  beta: Tensor;
}

export interface MixingParents extends MixedParents {
  /** `[B, N]`, hardest first. */
  hardestIndices: Tensor;
}

/**
 * @param logits `[B, K]`, without gradient; −∞ marks a key that is no negative of that query.
 * @param where the public function that speaks in errors.
 */
export function chooseParents(where: string, logits: Tensor, mixing: Mixing): MixingParents {
  checkParents(where, mixing);
  return scope(() => {
    const { hardestIndices, available } = hardestNegatives(logits, mixing.hardest);
    const draws = mixing.draws ?? drawMixing(mixing.key, available, mixing);
    const ranked = mixing.draws ? hardestIndices : inOrderOfKeys(hardestIndices, logits.length(1));
    checkDraws(where, draws, [logits.length(0), mixing.synthetic], [logits.length(0), mixing.syntheticWithQuery]);
    return {
      hardestIndices,
      first: gather(ranked, 1, draws.first),
      second: gather(ranked, 1, draws.second),
      alpha: to(draws.alpha, logits.dtype),
      withQuery: gather(ranked, 1, draws.withQuery),
      beta: to(draws.beta, logits.dtype),
    };
  });
}

// −1, nobody, stays behind.
function inOrderOfKeys(indices: Tensor, keys: number): Tensor {
  const { values } = sort(maskedFill(indices, eq(indices, -1), keys), 1);
  return maskedFill(values, eq(values, keys), -1);
}

/** @throws MochiError `mixing-without-parents` */
export function checkParents(where: string, { hardest, synthetic, syntheticWithQuery }: MixingCounts): void {
  if (hardest >= (synthetic > 0 ? 2 : 1)) return;
  throw new MochiError({
    code: "mixing-without-parents",
    message: `${where}: ${synthetic} + ${syntheticWithQuery} synthetic negatives cannot be mixed from ${hardest} hardest`,
    where,
    remedy: "a pair needs two different parents, a mix with the query one",
  });
}

function checkDraws(where: string, draws: MixingDraws, pairs: number[], queryMixes: number[]): void {
  const { first, second, alpha, withQuery, beta } = draws;
  const have = (operands: Record<string, Tensor>, expected: number[]) => {
    const holds = Object.values(operands).every(({ shape }) => shape.join() === expected.join());
    checkShapes(`${where}, draws`, operands, `they must be [${expected.join(", ")}]`, holds);
  };
  have({ first, second, alpha }, pairs);
  have({ withQuery, beta }, queryMixes);
}
