// The compiled program: what people start, and so what is measured, wherever the benchmark itself runs from.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MochiError } from "../../errors.ts";

/** The path of a file of the package. */
export const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The path of `dist/<path>`. @throws MochiError `bench-not-compiled` */
export function compiled(path: string): string {
  const file = fromRoot(`dist/${path}`);
  if (existsSync(file)) return file;
  throw new MochiError({
    code: "bench-not-compiled",
    message: "the compiled program is what is measured, and it is missing",
    where: file,
    remedy: "run `npm run build`",
  });
}
