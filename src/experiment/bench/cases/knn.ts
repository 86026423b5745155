// Benchmark: weighted kNN of test features against a bank of CIFAR-10's size.
import { knnClassify, normalize } from "../../../functional/index.ts";
import { integers, keep, normal, randomKey, scope } from "../../../tensor/index.ts";
import { type BenchProgram, timed } from "../case.ts";

export const knnProgram: BenchProgram = {
  name: "knn",
  cases: [
    {
      name: "knn",
      settings: { queries: 2000, bank: 50_000, featureSize: 128, neighbours: 200, classes: 10 },
      unit: "ms",
      amount: 1,
      cores: "all",
      peers: ["customary"],
      isQuick: true,
    },
  ],

  async prepare(settings) {
    const { queries, bank, featureSize, neighbours, classes } = settings as Record<string, number>;
    const rows = (name: string, count: number) =>
      keep(normalize(normal(randomKey(7).fold(name), [count, featureSize!])));
    const [tested, known] = [rows("queries", queries!), rows("bank", bank!)]; // [q, D], [n, D]
    const labels = keep(integers(randomKey(8), classes!, [bank!])); // [n]
    const options = { k: neighbours!, temperature: 0.07, classes: classes! };
    return () =>
      timed(() =>
        scope(() => {
          knnClassify(tested, known, labels, options).predictions.toTypedArray();
        }),
      );
  },
};
