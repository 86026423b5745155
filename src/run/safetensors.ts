// safetensors files: an 8-byte header length, a JSON header, then the raw tensors.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { MochiError } from "../errors.ts";
import { fromTypedArray, type Shape, type Tensor, type TypedArray } from "../tensor/index.ts";
import { writeWhole } from "./atomic-file.ts";

const arrayTypes = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
type StoredType = keyof typeof arrayTypes;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

export interface SafetensorsContent {
  tensors: Map<string, { values: TypedArray; shape: Shape }>;
  metadata: Record<string, string>;
}

/**
 * Writes tensors with text metadata, whole or not at all. bfloat16 and float16 are stored as float32.
 * @returns the SHA-256 of the file, hexadecimal.
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string>,
): string {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const bodies: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of tensors) {
    const values = tensor.toTypedArray();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    header[name] = { dtype: storedType(values), shape: tensor.shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    bodies.push(bytes);
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the tensors start at a multiple of 8, as the format asks.
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  const hash = createHash("sha256");
  const chunks = [length, padded, ...bodies];
  for (const chunk of chunks) hash.update(chunk);
  writeWhole(path, chunks);
  return hash.digest("hex");
}

/**
 * Reads a whole file, checking every bound before trusting it.
 * @throws MochiError `safetensors-damaged` when it is cut short, malformed, or its hash is not `expectedHash`.
 */
export function readSafetensors(path: string, expectedHash?: string): SafetensorsContent {
  const file = readFileSync(path);
  const damaged = (reason: string) =>
    new MochiError({ code: "safetensors-damaged", message: `not a whole safetensors file: ${reason}`, where: path });
  if (expectedHash && createHash("sha256").update(file).digest("hex") !== expectedHash)
    throw damaged("it does not match its recorded hash");
  if (file.length < 8) throw damaged(`only ${file.length} bytes`);
  const headerLength = Number(file.readBigUInt64LE(0));
  if (headerLength > file.length - 8) throw damaged(`a header of ${headerLength} bytes in a file of ${file.length}`);
  const header = parseHeader(file.subarray(8, 8 + headerLength).toString("utf8"), damaged);
  const body = file.subarray(8 + headerLength);
  const tensors: SafetensorsContent["tensors"] = new Map();
  for (const [name, entry] of Object.entries(header.entries)) {
    if (!isEntry(entry)) throw damaged(`the header's entry of tensor ${name} is malformed`);
    const ArrayType = arrayTypes[entry.dtype as StoredType];
    if (!ArrayType) throw damaged(`tensor ${name} has dtype ${entry.dtype}`);
    const [start, end] = entry.data_offsets;
    const count = entry.shape.reduce((product, axis) => product * axis, 1);
    if (end > body.length || end - start !== count * ArrayType.BYTES_PER_ELEMENT)
      throw damaged(`tensor ${name} lies outside the file`);
    const bytes = Uint8Array.prototype.slice.call(body, start, end);
    tensors.set(name, { values: new ArrayType(bytes.buffer, 0, count), shape: entry.shape });
  }
  return { tensors, metadata: header.metadata };
}

/** The stored values as tensors, by name. */
export function toTensors(content: SafetensorsContent): Map<string, Tensor> {
  return new Map([...content.tensors].map(([name, { values, shape }]) => [name, fromTypedArray(values, shape)]));
}

function storedType(values: TypedArray): StoredType {
  const found = (Object.keys(arrayTypes) as StoredType[]).find((type) => values instanceof arrayTypes[type]);
  if (!found)
    throw new MochiError({ code: "safetensors-dtype", message: `${values.constructor.name} has no safetensors dtype` });
  return found;
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== "object" || entry === null) return false;
  const { dtype, shape, data_offsets: offsets } = entry as Partial<Entry>;
  const areCounts = (list: unknown) =>
    Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= 0);
  return typeof dtype === "string" && areCounts(shape) && areCounts(offsets) && offsets?.length === 2;
}

function parseHeader(text: string, damaged: (reason: string) => MochiError) {
  try {
    const { __metadata__: metadata, ...entries } = JSON.parse(text) as Record<string, unknown> & {
      __metadata__?: Record<string, string>;
    };
    return { metadata: metadata ?? {}, entries };
  } catch {
    throw damaged("its header is not JSON");
  }
}
