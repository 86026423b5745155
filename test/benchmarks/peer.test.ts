// Oracle: two forms of the same loss must agree; a file of medians is read as it was written.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pytorchPeer, readReferences } from "../../benchmarks/peer.ts";
import type { BenchCase } from "../../src/experiment/bench/case.ts";
import { startSide } from "../../src/experiment/bench/side.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { root } from "../tree.ts";

const python = "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch, torchvision, PIL"]).status === 0;
const environment = { ...process.env, OMP_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" };

test("medians are read by case and form; what is no such file is refused", () => {
  const file = join(temporaryFolder(), "medians.json");
  writeFileSync(file, '{"loss/K4096/moco-v2": {"customary": 9}}');
  expect(readReferences(file)).toEqual({ "loss/K4096/moco-v2": { customary: 9 } });
  writeFileSync(file, '{"loss/K4096/moco-v2": {"customary": "9 ms"}}');
  for (const path of [file, `${file}.missing`])
    expect(() => readReferences(path)).toThrow(expect.objectContaining({ code: "bench-reference-unreadable" }));
});

test.skipIf(!hasTorch)("the peer answers as Mochi's side does, and knows its references", async () => {
  const file = join(temporaryFolder(), "medians.json");
  writeFileSync(file, '{"operator-call/add": {"customary": 1.5}}');
  const peer = pytorchPeer(file);
  const entry = { name: "operator-call/add", settings: { calls: 50 } } as unknown as BenchCase;
  expect(peer.reference(entry, "customary")).toBe(1.5);
  expect(peer.reference(entry, "best")).toBeUndefined();
  const side = await startSide("PyTorch", peer.command("operator-call", "customary", entry), environment);
  expect(side.settings).toMatchObject({ threads: 1, libtorch: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(await side.once()).toBeGreaterThan(0);
  expect(await side.stop()).toBeGreaterThan(2 ** 20);
});

const splitNorm = `
import torch, encoder
plain, split = torch.nn.BatchNorm2d(3), encoder.SplitBatchNorm(3)
split.splits = 2
x = torch.randn(6, 3, 4, 4)
print((split(x) - torch.cat([plain(x[:3]), plain(x[3:])])).abs().max().item())
print(split.running_mean.sub(x.mean((0, 2, 3)) / 10).abs().max().item())
`;

/** The numbers that Python prints, among the peer's files. */
function numbersOf(program: string): number[] {
  const env = { ...environment, PYTHONPATH: join(root, "benchmarks/pytorch") };
  const { stdout, stderr } = spawnSync(python, ["-c", program], { encoding: "utf8", env });
  expect(stderr).toBe("");
  return stdout.trim().split(/\s/).map(Number);
}

test.skipIf(!hasTorch)("split batch norm is batch norm of each slice, with the mean of their statistics", () => {
  const [output, mean] = numbersOf(splitNorm);
  expect(output).toBeLessThan(1e-6);
  expect(mean).toBeLessThan(1e-6);
});

// Ranks mean the same in both forms only while the hardest are sorted.
const bothForms = `
import torch, torch.nn.functional as F, loss
plain = torch.Tensor.topk
torch.Tensor.topk = lambda self, k, dim=-1, sorted=True: plain(self, k, dim=dim, sorted=True)
settings = dict(hardest=64, synthetic=48, syntheticWithQuery=16)
start, key, queue = (F.normalize(torch.randn(n, 16), dim=1) for n in (32, 32, 512))
found = []
for form in ("customary", "best"):
    torch.manual_seed(3)
    query = start.clone().requires_grad_()
    value = loss.contrastive_loss(query, key, queue, settings, form)
    value.backward()
    found.append((value.item(), query.grad))
print(abs(found[0][0] - found[1][0]), (found[0][1] - found[1][1]).abs().max().item())
`;

test.skipIf(!hasTorch)("the best composition has the loss and the gradient of the customary one", () => {
  const [loss, gradient] = numbersOf(bothForms);
  expect(loss).toBeLessThan(1e-5);
  expect(gradient).toBeLessThan(1e-6);
});
