// Oracle: values that must come back, an independent reader of the bytes, and every kind of damage done to a good file.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MochiError } from "../../src/errors.ts";
import { readSafetensors, toTensors, writeSafetensors } from "../../src/run/safetensors.ts";
import { type DType, fromTypedArray, permute, tensor, to, zeros } from "../../src/tensor/index.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { readBytes } from "./read-bytes.ts";

const matrix = () => tensor([0, 1, -2, 3.5, 4, 5], [2, 3]);

describe("what is written comes back", () => {
  test.each([
    ["float32", "F32", [0, 1, -2, 3.5, 4, 5]],
    ["float64", "F64", [0, 1, -2, 3.5, 4, 5]],
    ["int64", "I64", [0, 1, -2, 3, 4, 5]],
    ["int32", "I32", [0, 1, -2, 3, 4, 5]],
    ["int16", "I16", [0, 1, -2, 3, 4, 5]],
    ["int8", "I8", [0, 1, -2, 3, 4, 5]],
  ] as [DType, string, number[]][])("as %s", (dtype, stored, values) => {
    const path = join(temporaryFolder(), "a.safetensors");
    writeSafetensors(path, new Map([["m", to(matrix(), dtype)]]), {});
    expect(readBytes(path).header.m.dtype).toBe(stored);
    const read = toTensors(readSafetensors(path)).get("m")!;
    expect([read.dtype, read.shape, read.toNumbers()]).toEqual([dtype, [2, 3], values]);
  });

  test("uint8 and bool as bytes, bfloat16 and float16 widened to float32", () => {
    const path = join(temporaryFolder(), "a.safetensors");
    const tensors = new Map([
      ["bytes", fromTypedArray(Uint8Array.of(0, 200, 255), [3])],
      ["flags", to(tensor([1, 0, 1]), "bool")],
      ["brain", to(tensor([1, 1 / 3]), "bfloat16")],
      ["half", to(tensor([1, 1 / 3]), "float16")],
    ]);
    writeSafetensors(path, tensors, {});
    const { header } = readBytes(path);
    expect(Object.values(header).map((entry) => (entry as { dtype?: string }).dtype)).toEqual([
      undefined,
      "U8",
      "U8",
      "F32",
      "F32",
    ]);
    const read = toTensors(readSafetensors(path));
    const values = Object.fromEntries([...read].map(([name, value]) => [name, value.toNumbers()]));
    // 1/3 in eight and in eleven significant bits.
    expect(values).toEqual({ bytes: [0, 200, 255], flags: [1, 0, 1], brain: [1, 171 / 512], half: [1, 1365 / 4096] });
  });

  test("scalars, empty tensors, odd lengths, transposed memory, names of any letters, and the metadata", () => {
    const path = join(temporaryFolder(), "deep", "er", "a.safetensors");
    const tensors = new Map([
      ["scalar", tensor(7)],
      ["empty", zeros([0, 3])],
      ["odd", fromTypedArray(Int8Array.of(1, 2, 3), [3])],
      ["après.τ", permute(matrix(), [1, 0])],
    ]);
    writeSafetensors(path, tensors, { step: "3", schlüssel: '{"a":"“"}' });
    const content = readSafetensors(path);
    expect(content.metadata).toEqual({ step: "3", schlüssel: '{"a":"“"}' });
    const read = [...toTensors(content)].map(([name, value]) => [name, value.shape, value.toNumbers()]);
    expect(read).toEqual([
      ["scalar", [], [7]],
      ["empty", [0, 3], []],
      ["odd", [3], [1, 2, 3]],
      ["après.τ", [3, 2], [0, 3.5, 1, 4, -2, 5]],
    ]);
  });
});

test("the bytes are laid out as the format says: length, header padded to 8, tensors end to end, little-endian", () => {
  const path = join(temporaryFolder(), "a.safetensors");
  const wide = fromTypedArray(BigInt64Array.of(-2n, 2n ** 40n), [2]);
  const hash = writeSafetensors(
    path,
    new Map([
      ["m", matrix()],
      ["w", wide],
    ]),
    { k: "v" },
  );
  const { file, length, header, bytesOf } = readBytes(path);
  expect(length % 8).toBe(0);
  expect(file.length).toBe(8 + length + 24 + 16);
  expect(header).toEqual({
    __metadata__: { k: "v" },
    m: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
    w: { dtype: "I64", shape: [2], data_offsets: [24, 40] },
  });
  expect([0, 4, 8, 12].map((at) => bytesOf("m").readFloatLE(at))).toEqual([0, 1, -2, 3.5]);
  expect([0, 8].map((at) => bytesOf("w").readBigInt64LE(at))).toEqual([-2n, 2n ** 40n]);
  expect(hash).toBe(createHash("sha256").update(file).digest("hex"));
  expect(readSafetensors(path, hash).tensors.size).toBe(2);
});

describe("a damaged file is refused by name, and never more than that", () => {
  const made = () => {
    const path = join(temporaryFolder(), "a.safetensors");
    const hash = writeSafetensors(
      path,
      new Map([
        ["m", matrix()],
        ["w", zeros([3], { dtype: "int64" })],
      ]),
      { k: "v" },
    );
    return { path, hash, whole: readFileSync(path) };
  };
  /** The MochiError of reading, or undefined where it succeeds; anything else fails the test. */
  const refusal = (path: string, hash?: string): MochiError | undefined => {
    try {
      toTensors(readSafetensors(path, hash));
      return undefined;
    } catch (error) {
      if (!(error instanceof MochiError)) throw error;
      expect([error.code, error.where]).toEqual(["safetensors-damaged", path]);
      return error;
    }
  };

  test("cut anywhere", () => {
    const { path, whole } = made();
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(refusal(path), `cut to ${length} bytes`).toBeDefined();
    }
  });

  test("with any one bit flipped, where its hash is known", () => {
    const { path, hash, whole } = made();
    fc.assert(
      fc.property(fc.nat(whole.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(whole);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, bytes);
        expect(refusal(path, hash)?.message).toContain("does not match its recorded hash");
      }),
      { numRuns: 100 },
    );
  });

  test("with any byte of its header changed: refused, or read as something else, but no crash", () => {
    const { path, whole } = made();
    const header = 8 + readBytes(path).length;
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(header - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        writeFileSync(path, bytes);
        if (refusal(path)) refused++;
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test.each([
    ["a header longer than the file", "a header of 4096 bytes in a file of 42", "{}", 4096],
    ["a header of 2⁶⁴ − 1 bytes", "a header of 18446744073709552000 bytes", "{}", 2n ** 64n - 1n],
    ["a header that is no JSON", "its header is not JSON", "{,", undefined],
    ["a header of null", "its header is not JSON", "null", undefined],
    ["an entry of null", "the header's entry of tensor m is malformed", '{"m":null}', undefined],
    ["no shape", "entry of tensor m is malformed", '{"m":{"dtype":"F32","data_offsets":[0,4]}}', undefined],
    ["no offsets", "entry of tensor m is malformed", '{"m":{"dtype":"F32","shape":[1]}}', undefined],
    [
      "a negative shape",
      "entry of tensor m is malformed",
      '{"m":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}',
      undefined,
    ],
    ["an unknown dtype", "tensor m has dtype F8", '{"m":{"dtype":"F8","shape":[1],"data_offsets":[0,4]}}', undefined],
    [
      "offsets beyond the end",
      "tensor m lies outside the file",
      '{"m":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}',
      undefined,
    ],
    [
      "offsets that do not fit the shape",
      "tensor m lies outside the file",
      '{"m":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}',
      undefined,
    ],
  ])("with %s", (_, message, json, claimed) => {
    const path = join(temporaryFolder(), "a.safetensors");
    const header = Buffer.from(json);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(claimed ?? header.length));
    writeFileSync(path, Buffer.concat([length, header, Buffer.alloc(32)]));
    expect(refusal(path)?.message).toContain(message);
  });
});
