// Benchmark: mixing in isolation, as the difference between the loss with and without it, taken in turns.
import type { BenchProgram } from "../case.ts";
import { type LossSettings, lossSettings, plain, prepareLoss } from "./loss.ts";

export const mixingProgram: BenchProgram = {
  name: "mixing",
  cases: [4096, 16_384, 65_536].map((queueSize) => ({
    name: `mixing/K${queueSize}`,
    settings: { ...lossSettings(queueSize, [1024, 1024, 128]) },
    unit: "ms",
    amount: 1,
    cores: "all",
    peers: [],
    // A difference of two times scatters more than either.
    leastRounds: 21,
    isQuick: queueSize === 16_384,
  })),

  async prepare(given) {
    const settings = given as unknown as LossSettings;
    const without = prepareLoss({ ...settings, ...lossSettings(settings.queueSize, plain) });
    const mixed = prepareLoss(settings);
    let isMixedFirst = false;
    return () => {
      isMixedFirst = !isMixedFirst;
      if (isMixedFirst) return mixed() - without();
      const before = without();
      return mixed() - before;
    };
  },
};
