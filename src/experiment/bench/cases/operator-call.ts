// Benchmark: one operator call from TypeScript, on tensors so small that nothing but the call costs.
import { add, keep, scope, tensor } from "../../../tensor/index.ts";
import { type BenchProgram, timed } from "../case.ts";

export const operatorCallProgram: BenchProgram = {
  name: "operator-call",
  cases: [
    {
      name: "operator-call/add",
      settings: { calls: 1_000_000 },
      unit: "µs",
      amount: 1_000_000,
      cores: 1,
      peers: ["customary"],
      isQuick: true,
    },
  ],

  async prepare(settings) {
    const calls = Number(settings.calls);
    const [a, b] = [keep(tensor(1)), keep(tensor(2))];
    // Freed by a scope every so often, as the tensors of a step are.
    const callsInScope = 100;
    return () =>
      timed(() => {
        for (let done = 0; done < calls; done += callsInScope)
          scope(() => {
            for (let call = 0; call < callsInScope; call++) add(a, b);
          });
      });
  },
};
