// Parquet files made for tests in the form in which Hugging Face stores images.

import { parquetWriteFile } from "hyparquet-writer";

export interface MadeRow {
  bytes: Uint8Array | undefined;
  label?: number;
}

/** @param features what the `huggingface` entry says of the columns; none where undefined */
export function writeParquet(
  path: string,
  rows: readonly MadeRow[],
  { features, rowGroupSize = 2 }: { features?: Record<string, unknown>; rowGroupSize?: number } = {},
): void {
  const hasLabels = rows.some(({ label }) => label !== undefined);
  const cells = rows.map(({ bytes }, i) => ({ bytes, path: `${i}.png` }));
  const group = { repetition_type: "OPTIONAL" as const };
  parquetWriteFile({
    filename: path,
    rowGroupSize,
    columnData: [
      { name: "image", data: cells },
      ...(hasLabels ? [{ name: "label", data: rows.map(({ label }) => BigInt(label!)) }] : []),
    ],
    schema: [
      { name: "root", num_children: hasLabels ? 2 : 1 },
      { name: "image", num_children: 2, ...group },
      { name: "bytes", type: "BYTE_ARRAY", ...group },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", ...group },
      ...(hasLabels ? [{ name: "label", type: "INT64" as const, ...group }] : []),
    ],
    ...(features && { kvMetadata: [{ key: "huggingface", value: JSON.stringify({ info: { features } }) }] }),
  });
}

/** The features of an image column and a label column with these class names. */
export function featuresOf(...names: string[]): Record<string, unknown> {
  return { image: { _type: "Image" }, label: { names, _type: "ClassLabel" } };
}
