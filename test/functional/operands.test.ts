// Oracle: the messages, word for word.
import { expect, test } from "vitest";
import { MochiError } from "../../src/errors.ts";
import { checkNumber, checkShapes, checkTemperature } from "../../src/functional/operands.ts";
import { zeros } from "../../src/tensor/index.ts";

test("a message names every operand with its shape", () => {
  const check = () =>
    checkShapes("f", { query: zeros([256, 128]), keys: zeros([512, 64]) }, "the last axis must agree", false);
  expect(check).toThrow(MochiError);
  expect(check).toThrow("f: query is [256, 128] but keys are [512, 64]; the last axis must agree");
  expect(() => checkShapes("f", { x: zeros([1]) }, "it must be a matrix", false)).toThrow(
    "f: x is [1]; it must be a matrix",
  );
});

test("nothing is thrown where the rule holds", () => {
  checkShapes("f", { x: zeros([1]) }, "it must be", true);
  checkNumber("f", "k", 1, "1", true);
});

test.each([0, -1, Number.NaN, Infinity])("%d is no temperature", (temperature) => {
  expect(() => checkTemperature("f", temperature)).toThrow(
    `f: temperature is ${temperature}; it must be a positive number`,
  );
});
