// What `--data` may name, judged before anything is read.
import { statSync } from "node:fs";
import { type MochiErrorFields, nearest } from "../errors.ts";

/** Data sets known by name, with the number of their training images. */
const lengths: Readonly<Record<string, number>> = { cifar10: 50_000, cifar100: 50_000 };
// CIFAR-100 is read from its archive, but not fetched.
const fetched = ["cifar10"];

/** The parts of `cifar10`, `cifar10:/path`, `folder:/path`, `/path`; a bare path has no name. */
export function parseDataSource(source: string): { name: string | undefined; path: string | undefined } {
  const named = /^([a-z][a-z0-9-]*)(?::(.*))?$/i.exec(source);
  return named ? { name: named[1], path: named[2] } : { name: undefined, path: source };
}

/** Training images of a source, where its name tells. */
export function knownLength(source: string): number | undefined {
  const { name } = parseDataSource(source);
  return name === undefined ? undefined : lengths[name];
}

/** Refuses names nobody knows and folders that are not there. */
export function checkDataSource(source: string, where: string): MochiErrorFields[] {
  const { name, path } = parseDataSource(source);
  const names = [...Object.keys(lengths), "folder"];
  if (name !== undefined && !names.includes(name)) {
    const near = nearest(name, names);
    const remedy = isFolder(source) ? `write ./${source} for the folder` : `use ${names.join(", ")}:/path, or a path`;
    return [
      {
        code: "unknown-data",
        message: `unknown data "${source}"${near ? `; did you mean "${near}"?` : ""}`,
        where,
        remedy,
      },
    ];
  }
  if (path === undefined || path === "") {
    if (path === undefined && name !== undefined && fetched.includes(name)) return [];
    const what = name === "folder" ? "images" : name;
    return [
      {
        code: "data-path-missing",
        message: `data "${source}" names no folder`,
        where,
        remedy: `say where the ${what} are: --data ${name}:/path`,
      },
    ];
  }
  if (isFolder(path)) return [];
  return [
    {
      code: "data-folder-missing",
      message: `data folder ${path} does not exist`,
      where,
      remedy: "give the folder that holds the images: --data folder:/path",
    },
  ];
}

/** Refuses a batch that the data set cannot fill once. */
export function checkBatchFills(batchSize: number, length: number | undefined, where: string): MochiErrorFields[] {
  if (length === undefined || batchSize <= length) return [];
  return [
    {
      code: "batch-above-data",
      message: `batch size ${batchSize} is larger than the data set of ${length} images`,
      where,
      remedy: `use --batch-size ${2 ** Math.floor(Math.log2(Math.max(length, 2)))} or less`,
    },
  ];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
