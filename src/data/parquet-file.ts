// One parquet file with images: which columns hold them, what its classes are called, and rows of a row group.

import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { MochiError } from "../errors.ts";
import { PositionedFile } from "./positioned-file.ts";

/** Rows of a file that are stored together and read together. */
export interface RowGroup {
  file: ParquetFile;
  /** Row of the file it begins with. */
  first: number;
  rows: number;
  /** Of its images, unpacked. */
  bytes: number;
}

/** What the `huggingface` entry of a file's metadata says of a column; only the parts that are used. */
interface Feature {
  _type?: string;
  names?: readonly string[] | Readonly<Record<string, string>>;
}

export class ParquetFile {
  readonly path: string;
  readonly groups: readonly RowGroup[];
  /** Names of the classes in the order of their numbers; undefined where the file does not say. */
  readonly classes: readonly string[] | undefined;
  readonly #metadata: FileMetaData;
  readonly #buffer: AsyncBuffer;
  readonly #imageColumn: string;
  readonly #labelColumn: string | undefined;

  /** @throws MochiError when it is no parquet file or has no column of images. */
  static async open(path: string): Promise<ParquetFile> {
    try {
      const file = new PositionedFile(path);
      const buffer = {
        byteLength: file.size,
        slice: async (start: number, end = file.size) => {
          const bytes = await file.read(start, end - start);
          return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
        },
      };
      const { parquetMetadataAsync } = await import("hyparquet");
      return new ParquetFile(path, buffer, await parquetMetadataAsync(buffer));
    } catch (cause) {
      if (cause instanceof MochiError) throw cause;
      throw fileError(
        "parquet-unreadable",
        `the parquet file cannot be read: ${(cause as Error).message}`,
        path,
        cause,
      );
    }
  }

  private constructor(path: string, buffer: AsyncBuffer, metadata: FileMetaData) {
    this.path = path;
    this.#buffer = buffer;
    this.#metadata = metadata;
    const features = featuresOf(metadata);
    const columns = topColumns(metadata);
    const image = columnOf(features, columns, "Image", ["image", "img"]);
    if (image === undefined) {
      throw fileError("parquet-without-images", `no column of images; its columns: ${columns.join(", ")}`, path);
    }
    this.#imageColumn = image;
    this.#labelColumn = columnOf(features, columns, "ClassLabel", ["label"]);
    const { names } = (this.#labelColumn !== undefined && features[this.#labelColumn]) || {};
    this.classes = names && Object.values(names);
    this.groups = rowGroups(this, metadata, image);
  }

  get rows(): number {
    return Number(this.#metadata.num_rows);
  }

  /** `[rows]` with -1 for what has no class; undefined without a column of labels. */
  async labels(): Promise<Int32Array | undefined> {
    const column = this.#labelColumn;
    if (column === undefined) return undefined;
    const rows = await this.#read(column, 0, this.rows);
    return Int32Array.from(rows, (label) => (label === null || label === undefined ? -1 : Number(label)));
  }

  /** The encoded images of a row group, views of larger buffers; undefined where a row holds none. */
  async images({ first, rows }: RowGroup): Promise<(Uint8Array | undefined)[]> {
    const cells = await this.#read(this.#imageColumn, first, first + rows);
    return cells.map((cell) => {
      // Plain bytes in some files, { bytes, path } in those of Hugging Face.
      const bytes = cell instanceof Uint8Array ? cell : (cell as { bytes?: unknown } | null | undefined)?.bytes;
      return bytes instanceof Uint8Array ? bytes : undefined;
    });
  }

  async #read(column: string, rowStart: number, rowEnd: number): Promise<unknown[]> {
    const [{ parquetReadObjects }, { compressors }] = await Promise.all([
      import("hyparquet"),
      import("hyparquet-compressors"),
    ]);
    const rows = await parquetReadObjects({
      file: this.#buffer,
      metadata: this.#metadata,
      columns: [column],
      rowStart,
      rowEnd,
      compressors,
      utf8: false,
    });
    return rows.map((row) => row[column]);
  }
}

/** The `features` that Hugging Face's library writes; empty where they are missing or not readable. */
function featuresOf({ key_value_metadata }: FileMetaData): Readonly<Record<string, Feature>> {
  const text = key_value_metadata?.find(({ key }) => key === "huggingface")?.value;
  try {
    return JSON.parse(text ?? "{}").info?.features ?? {};
  } catch {
    return {};
  }
}

/** By what the file says of its columns, else by the customary names. */
function columnOf(
  features: Readonly<Record<string, Feature>>,
  columns: readonly string[],
  type: string,
  names: readonly string[],
): string | undefined {
  const typed = columns.filter((column) => features[column]?._type === type);
  return typed.find((column) => names.includes(column)) ?? typed[0] ?? names.find((name) => columns.includes(name));
}

function topColumns({ row_groups, schema }: FileMetaData): string[] {
  const paths = row_groups[0]?.columns.map(({ meta_data }) => meta_data?.path_in_schema[0]) ?? [];
  const found = paths.filter((name) => name !== undefined);
  return found.length > 0 ? [...new Set(found)] : schema.slice(1).map(({ name }) => name);
}

function rowGroups(file: ParquetFile, { row_groups }: FileMetaData, imageColumn: string): RowGroup[] {
  let first = 0;
  return row_groups.map(({ num_rows, columns }) => {
    const own = columns.filter(({ meta_data }) => meta_data?.path_in_schema[0] === imageColumn);
    const bytes = own.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0);
    const group = { file, first, rows: Number(num_rows), bytes };
    first += group.rows;
    return group;
  });
}

function fileError(code: string, message: string, path: string, cause?: unknown): MochiError {
  const remedy = "images are expected in a column `image`, as bytes or as a struct of bytes and path";
  return new MochiError({ code, message, where: path, remedy, cause });
}
