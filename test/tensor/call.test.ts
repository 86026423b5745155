// Oracle: what a message must name: the operator, the argument, and all shapes.
import { expect, test } from "vitest";
import { MochiError } from "../../src/errors.ts";
import { call, matmul, type Tensor, tensor, zeros } from "../../src/tensor/index.ts";

function failureOf(body: () => unknown): MochiError {
  try {
    body();
  } catch (error) {
    if (error instanceof MochiError) return error;
    throw error;
  }
  return expect.unreachable("nothing was thrown");
}

test("reaches any operator by its schema name", () => {
  expect((call("aten::hypot", tensor([3]), tensor([4])) as Tensor).toNumbers()).toEqual([5]);
});

test("gives numbers, booleans and several tensors as the schema says", () => {
  expect(call("aten::size.int", zeros([2, 7]), 1)).toBe(7);
  expect(call("aten::is_nonzero", tensor([1]))).toBe(true);
  const [values, indices] = call("aten::max.dim", tensor([[1, 3, 2]]), 1) as [Tensor, Tensor];
  expect([values.item(), indices.item()]).toEqual([3, 1]);
});

test("in-place operators give their first argument back", () => {
  const x = tensor([1]);
  expect(call("aten::add_.Scalar", x, 2)).toBe(x);
  expect(x.toNumbers()).toEqual([3]);
});

test("an unknown operator is named, with the overloads there are", () => {
  expect(() => call("aten::nonsense", zeros([1]))).toThrow('no operator "aten::nonsense" in this libtorch');
  expect(() => call("aten::add", zeros([1]), 1)).toThrow(/overloads of aten::add: .*Scalar/);
});

test("a missing argument is named, with the schema", () => {
  const error = failureOf(() => call("aten::add.Tensor", zeros([1])));
  expect(error.code).toBe("operator-failed");
  expect(error.where).toBe("aten::add.Tensor");
  expect(error.message).toContain("aten::add.Tensor: argument other is missing");
  expect(error.message).toContain("schema: aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor");
});

test("an argument of the wrong type is named, with the type it must have", () => {
  const error = failureOf(() => call("aten::add.Tensor", zeros([1]), "x"));
  expect(error.message).toContain("aten::add.Tensor: argument other must be Tensor");
  expect(error.message).toContain('arguments: self float32 [1], other "x"');
});

test("too many arguments are counted", () => {
  expect(failureOf(() => call("aten::mm", zeros([2, 2]), zeros([2, 2]), 3)).message).toContain(
    "aten::mm: takes 2 arguments, got 3",
  );
});

test("shapes that do not fit are shown for all operands", () => {
  const { message } = failureOf(() => matmul(zeros([2, 3]), zeros([4, 5])));
  expect(message).toContain("aten::matmul");
  expect(message).toContain("arguments: self float32 [2, 3], other float32 [4, 5]");
});

test("an unknown dtype is named", () => {
  expect(failureOf(() => call("aten::to.dtype", zeros([1]), "float12")).message).toContain(
    'argument dtype: "float12" is neither a dtype nor a memory format',
  );
});
