// What is asked of methods, that their names differ, and what each asks of the data.
import type { Dataset } from "../data/dataset.ts";
import { MochiError, type MochiErrorFields, UsageError } from "../errors.ts";
import type { Method } from "./method.ts";

/** What a method asks of the data set; a run without it is refused. */
export interface MethodNeeds {
  /** A class for every image. */
  labels?: true;
  /** Frames that follow one another in each item, one below the other in its picture. */
  frames?: number;
}

/** @returns the methods as they are. @throws MochiError `method-doubled` */
export function withDistinctNames<Named extends Pick<Method, "name">>(methods: readonly Named[]): readonly Named[] {
  const names = methods.map(({ name }) => name);
  const doubled = names.find((name, place) => names.indexOf(name) < place);
  if (doubled === undefined) return methods;
  throw new MochiError({
    code: "method-doubled",
    message: `two methods are called "${doubled}"`,
    where: "src/methods/index.ts",
    remedy: "rename one of them, or take one off the list",
  });
}

/** @throws UsageError `method-needs-labels`, `method-needs-frames`, `data-has-frames` */
export function requireData(method: Pick<Method, "name" | "needs">, data: Pick<Dataset, "info" | "labels">): void {
  const problems = unmetNeeds(method, data);
  if (problems.length > 0) throw new UsageError(problems);
}

function unmetNeeds(
  { name, needs = {} }: Pick<Method, "name" | "needs">,
  { info, labels }: Pick<Dataset, "info" | "labels">,
): MochiErrorFields[] {
  const where = "--data";
  const problems: MochiErrorFields[] = [];
  if (needs.labels && !labels) {
    problems.push({
      code: "method-needs-labels",
      message: `method ${name} learns from class labels, and ${info.name} has none`,
      where,
      remedy: "use a folder with a sub-folder for each class, or a method that needs no labels: mochi methods",
    });
  }
  if (needs.frames !== undefined && info.frames !== needs.frames) {
    const has = info.frames === undefined ? "single images" : `${info.frames} frames an item`;
    problems.push({
      code: "method-needs-frames",
      message: `method ${name} learns from ${needs.frames} frames that follow one another, and ${info.name} has ${has}`,
      where,
      remedy: "use --data frames:FOLDER with a folder of clips",
    });
  }
  if (needs.frames === undefined && info.frames !== undefined) {
    problems.push({
      code: "data-has-frames",
      message: `method ${name} learns from single images, and ${info.name} has ${info.frames} frames an item`,
      where,
      remedy: "use --data folder:FOLDER, or a method that learns from frames",
    });
  }
  return problems;
}
