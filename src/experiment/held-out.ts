// A proxy task on the items held out of training: the share of right answers, against what guessing gives.
import type { ViewDeclaration } from "../augment/index.ts";
import { inEvaluationMode } from "../evaluate/features.ts";
import type { Ui } from "../options/index.ts";
import type { Evaluation } from "../run/types.ts";
import { randomKey, scope, sumAll, withoutGradient } from "../tensor/index.ts";
import { makeViews, readForViews } from "../train/batches.ts";
import type { Monitor } from "../train/monitor.ts";
import type { OpenedRun } from "./open-run.ts";

const itemsAtOnce = 64;

export interface HeldOutResult {
  /** Per cent of right answers, and what guessing gives. */
  top1: number;
  chance: number;
  /** Of guessing, per cent. Answers to one item have frames or patches in common, so that items are counted. */
  standardError: number;
  items: number;
  answers: number;
  /** 1 where the answers are above chance by three standard errors or more. */
  aboveChance: number;
}

/** Undefined where the method has no such task, or the data no items held out. */
export async function judgeHeldOut(run: OpenedRun): Promise<HeldOutResult | undefined> {
  const { method, data, modules, options } = run;
  const { heldOut } = method;
  const { test } = data;
  if (!heldOut || !test) return undefined;
  const key = randomKey(0).fold("held out");
  const declared = unaugmented(method.views({ recipe: options.recipe, options }), run);
  let [right, answers] = [0, 0];
  await inEvaluationMode(modules, async () => {
    for (let start = 0; start < test.info.length; start += itemsAtOnce) {
      const length = Math.min(itemsAtOnce, test.info.length - start);
      const ids = Int32Array.from({ length }, (_, row) => start + row);
      const input = { ids, declared, cropScale: options.cropScale, size: options.imageSize, key };
      const batch = await readForViews(test, input);
      scope(() =>
        withoutGradient(() => {
          const views = makeViews({ batch, ...input });
          const isRight = heldOut.answer({ views, ids, modules, options, random: key });
          right += sumAll(isRight).item();
          answers += isRight.length(0);
        }),
      );
    }
  });
  const { chance } = heldOut;
  const standardError = 100 * Math.sqrt((chance * (1 - chance)) / test.info.length);
  const top1 = (100 * right) / answers;
  const aboveChance = top1 >= 100 * chance + 3 * standardError ? 1 : 0;
  return { top1, chance: 100 * chance, standardError, items: test.info.length, answers, aboveChance };
}

/** Looks every few epochs, as often as kNN would. */
export function heldOutMonitor(run: OpenedRun, ui: Ui): Monitor[] {
  const { method, data, options } = run;
  if (!method.heldOut || !data.test || options.knnEvery === 0) return [];
  const { name } = method.heldOut;
  const look = async () => {
    const result = (await judgeHeldOut(run))!;
    ui.info(sentenceOf(name, result));
    return { ...result };
  };
  return [{ name, everyEpochs: options.knnEvery, run: look }];
}

/** → evaluations/<name>.json */
export async function evaluateHeldOut(run: OpenedRun, ui: Ui): Promise<Evaluation[]> {
  const started = performance.now();
  const result = await judgeHeldOut(run);
  if (!result) return [];
  const { name } = run.method.heldOut!;
  const { top1, ...options } = result;
  // There are fewer than five answers to choose from.
  const accuracy = { top1, top5: 100 };
  const evaluation: Evaluation = {
    name,
    ...accuracy,
    runs: [accuracy],
    mean: accuracy,
    std: { top1: 0, top5: 0 },
    command: `mochi pretrain --resume ${run.folder.path}`,
    options,
    seconds: Math.round(performance.now() - started) / 1000,
  };
  run.folder.writeEvaluation(name, evaluation);
  ui.info(sentenceOf(name, result));
  return [evaluation];
}

function sentenceOf(name: string, { top1, chance, standardError, items }: HeldOutResult): string {
  return `${name}: ${top1.toFixed(1)} % right on ${items} held-out items; chance ${chance.toFixed(1)} ± ${standardError.toFixed(1)} %`;
}

// The views of training by the recipe of evaluation: the same parts of an item, and no chance in how they look.
function unaugmented(
  declared: Readonly<Record<string, ViewDeclaration>>,
  { views }: Pick<OpenedRun, "views">,
): Record<string, ViewDeclaration> {
  const plain = (view: ViewDeclaration) => ("from" in view ? view : { ...view, recipe: views.testing.recipe });
  return Object.fromEntries(Object.entries(declared).map(([name, view]) => [name, plain(view)]));
}
