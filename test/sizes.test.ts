// Oracle: the limits of size written down here, and one test file for each source file.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesIn, root, type SourceFile } from "./tree.ts";

const linesOf = ({ text }: SourceFile) => text.trimEnd().split("\n").length;
const isGenerated = ({ path }: SourceFile) => path.includes(".generated.");
const typescript = filesIn("src", [".ts"]);
const native = filesIn("native", [".cc", ".h", ".cpp"]);

/** Source files without a test file of their own: nothing to test in them, or the test that covers them. */
const testedElsewhere: Record<string, string> = {
  "src/index.ts": "exports alone",
  "src/config.ts": "test/options/config-file.test.ts",
  "src/augment/derivation.ts": "types alone",
  "src/analyze/false-negative-look.ts": "test/analyze/contrast-look.test.ts",
  "src/augment/index.ts": "exports alone",
  "src/cli/command.ts": "types alone",
  "src/cli/parse.ts": "test/cli/main.test.ts",
  "src/cli/pretrain-input.ts": "test/cli/pretrain.test.ts",
  "src/cli/values.ts": "test/cli/commands.test.ts",
  "src/data/index.ts": "exports alone",
  "src/data/dataset.ts": "types alone",
  "src/data/decode-job.ts": "types alone",
  "src/data/decode-worker.ts": "test/data/decode-pool.test.ts",
  "src/data/image-source.ts": "test/data/divide-images.test.ts",
  "src/experiment/bench/cases/augmentation.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/checkpoint.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/features.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/jpeg.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/knn.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/linear.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/loss.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/mixing.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/operator-call.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/start-up.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/cases/train-step.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/first-operator.ts": "test/experiment/bench/programs.test.ts",
  "src/experiment/bench/worker.ts": "test/experiment/bench/bench.test.ts",
  "src/experiment/evaluate-run.ts": "test/experiment/pretrain.test.ts",
  "src/experiment/analyses/features.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/header.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/map.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/microscope.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/names.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/negatives.ts": "test/experiment/analyze.test.ts",
  "src/experiment/analyses/sprite.ts": "test/experiment/analyze.test.ts",
  "src/experiment/knn.ts": "test/experiment/pretrain.test.ts",
  "src/experiment/linear.ts": "test/experiment/pretrain.test.ts",
  "src/experiment/monitors.ts": "test/experiment/pretrain.test.ts",
  "src/experiment/reproduce/claims/claim.ts": "types alone",
  "src/experiment/reproduce/finished-runs.ts": "test/experiment/reproduce/measures.test.ts",
  "src/experiment/reproduce/markdown.ts": "test/experiment/reproduce/claims-page.test.ts",
  "src/experiment/reproduce/measure-costs.ts": "test/experiment/reproduce/reproduce.test.ts",
  "src/experiment/reproduce/plan.ts": "test/experiment/reproduce/reproduce.test.ts",
  "src/experiment/reproduce/plan-page.ts": "test/experiment/reproduce/reproduce.test.ts",
  "src/experiment/reproduce/rule.ts": "test/experiment/reproduce/claims-page.test.ts",
  "src/experiment/pictures.ts": "test/experiment/pretrain.test.ts",
  "src/functional/index.ts": "exports alone",
  "src/methods/encoder.ts": "test/methods/method.test.ts",
  "src/methods/held-out-task.ts": "types alone",
  "src/methods/shown-metric.ts": "types alone",
  "src/methods/two-views.ts": "test/methods/simclr.test.ts",
  "src/options/bench.ts": "test/cli/commands.test.ts",
  "src/options/index.ts": "exports alone",
  "src/options/analyze.ts": "test/cli/commands.test.ts",
  "src/options/knn.ts": "test/cli/commands.test.ts",
  "src/options/linear.ts": "test/cli/commands.test.ts",
  "src/options/method.ts": "types alone",
  "src/options/reproduce.ts": "test/cli/reproduce.test.ts",
  "src/options/ui.ts": "types alone",
  "src/options/pack.ts": "test/cli/data-pack.test.ts",
  "src/presets/barlow-twins.ts": "test/presets/index.test.ts",
  "src/presets/byol.ts": "test/presets/index.test.ts",
  "src/presets/choose.ts": "test/presets/resolve.test.ts",
  "src/presets/cifar10.ts": "test/presets/index.test.ts",
  "src/presets/cifar100.ts": "test/presets/index.test.ts",
  "src/presets/cmc.ts": "test/presets/index.test.ts",
  "src/presets/continue.ts": "test/presets/resolve.test.ts",
  "src/presets/dino.ts": "test/presets/index.test.ts",
  "src/presets/cpc.ts": "test/presets/index.test.ts",
  "src/presets/infomin.ts": "test/presets/index.test.ts",
  "src/presets/instdis.ts": "test/presets/index.test.ts",
  "src/presets/pirl.ts": "test/presets/index.test.ts",
  "src/presets/imagenet100.ts": "test/presets/index.test.ts",
  "src/presets/imagenet1k.ts": "test/presets/index.test.ts",
  "src/presets/oracle.ts": "test/presets/index.test.ts",
  "src/presets/imix.ts": "test/presets/index.test.ts",
  "src/presets/moco-v1.ts": "test/presets/index.test.ts",
  "src/presets/quickstart.ts": "test/presets/index.test.ts",
  "src/presets/random-init.ts": "test/presets/index.test.ts",
  "src/presets/colorization.ts": "test/presets/index.test.ts",
  "src/presets/context-prediction.ts": "test/presets/index.test.ts",
  "src/presets/rotation.ts": "test/presets/index.test.ts",
  "src/presets/shuffle-and-learn.ts": "test/presets/index.test.ts",
  "src/presets/simclr.ts": "test/presets/index.test.ts",
  "src/presets/simsiam.ts": "test/presets/index.test.ts",
  "src/presets/supervised.ts": "test/presets/index.test.ts",
  "src/presets/swav.ts": "test/presets/index.test.ts",
  "src/presets/unmix.ts": "test/presets/index.test.ts",
  "src/presets/vicreg.ts": "test/presets/index.test.ts",
  "src/report/index.ts": "exports alone",
  "src/report/command.ts": "test/report/page.test.ts",
  "src/report/sort-script.ts": "test/report/page.test.ts",
  "src/report/analyses-style.ts": "test/report/browser.test.ts",
  "src/report/figure.ts": "test/report/analyses-section.test.ts",
  "src/report/map-script.ts": "test/report/browser.test.ts",
  "src/report/charts/heat.ts": "test/report/charts/gains.test.ts",
  "src/report/charts/layers.ts": "test/report/charts/loss.test.ts",
  "src/report/charts/scatter-chart.ts": "test/report/charts/alignment-uniformity.test.ts",
  "src/report/charts/step-chart.ts": "test/report/charts/loss.test.ts",
  "src/report/charts/theme.ts": "test/report/charts/loss.test.ts",
  "src/run/analyses.ts": "test/report/charts/hardness-looks.test.ts",
  "src/run/types.ts": "types alone",
  "src/tensor/index.ts": "exports alone",
  "src/train/monitor.ts": "types alone",
};

const testOf = (path: string) => path.replace(/^src\//, "test/").replace(/\.ts$/, ".test.ts");
const tooLong = (files: readonly SourceFile[], limit: number) =>
  files.filter((file) => linesOf(file) > limit).map((file) => `${file.path}: ${linesOf(file)} lines, limit ${limit}`);

describe("sizes", () => {
  test("no file is longer than 400 lines", () => {
    expect(tooLong([...typescript.filter((file) => !isGenerated(file)), ...native], 400)).toEqual([]);
  });

  test("a method is at most 120 lines long, 150 where its header says why", () => {
    const methods = typescript.filter(({ path }) => path.startsWith("src/methods/"));
    expect(methods.length).toBeGreaterThan(3);
    const saysWhy = ({ text }: SourceFile) => /^\/\/ Over 120 lines, because /m.test(text.split("\n\n")[0]!);
    expect(
      tooLong(
        methods.filter((file) => !saysWhy(file)),
        120,
      ),
    ).toEqual([]);
    expect(tooLong(methods, 150)).toEqual([]);
  });

  test("the native bridge is at most 1,100 lines long, the kernels 3,500", () => {
    const isKernel = ({ path }: SourceFile) => path.startsWith("native/kernels/");
    const total = (files: readonly SourceFile[]) => files.reduce((sum, file) => sum + linesOf(file), 0);
    const [bridge, kernels] = [total(native.filter((file) => !isKernel(file))), total(native.filter(isKernel))];
    expect(Math.min(bridge, kernels)).toBeGreaterThan(100);
    expect(bridge).toBeLessThanOrEqual(1100);
    expect(kernels).toBeLessThanOrEqual(3500);
  });

  test("half of the files have at most 100 lines; this prints how many lines each layer has", () => {
    const byLayer = new Map<string, number>();
    const written = typescript.filter((file) => !isGenerated(file));
    for (const file of [...written, ...native]) {
      const layer = file.path.startsWith("native") ? "native" : file.path.split("/")[1]!;
      byLayer.set(layer, (byLayer.get(layer) ?? 0) + linesOf(file));
    }
    const rows = [...byLayer].sort(([, a], [, b]) => b - a).map(([layer, lines]) => `${layer} ${lines}`);
    console.log(`lines per layer: ${rows.join(", ")}`);
    const lengths = written.map(linesOf).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(100);
  });
});

test("every file says in its first line what lives there", () => {
  const silent = [...typescript, ...native].filter(({ text }) => !/^\/\/ \S.*[.:,;a-z)]$/.test(text.split("\n")[0]!));
  expect(silent.map(({ path, text }) => `${path}: ${text.split("\n")[0]}`)).toEqual([]);
});

test("every test names its oracle in its first line", () => {
  const silent = filesIn("test", [".test.ts"]).filter(({ text }) => !text.startsWith("// Oracle: "));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

describe("tests", () => {
  test("there is one for each source file, but for the exceptions listed", () => {
    const without = typescript.filter(({ path }) => !existsSync(join(root, testOf(path)))).map(({ path }) => path);
    expect(without.filter((path) => !(path in testedElsewhere))).toEqual([]);
  });

  test("no exception is out of date", () => {
    const paths = typescript.map(({ path }) => path);
    const outdated = Object.keys(testedElsewhere).filter(
      (path) => !paths.includes(path) || existsSync(join(root, testOf(path))),
    );
    expect(outdated).toEqual([]);
    const named = Object.values(testedElsewhere).filter((reason) => reason.startsWith("test/"));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("files listed as exports or types alone hold nothing else", () => {
    const hasCode = (text: string) => /^\s*(?:export )?(?:async )?(?:function|class|const|let) /m.test(text);
    const silent = typescript.filter(({ path }) => testedElsewhere[path]?.endsWith("alone"));
    expect(silent.filter(({ text }) => hasCode(text)).map(({ path }) => path)).toEqual([]);
  });
});
