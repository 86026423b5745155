// Oracle: the ranges and texts written out by hand.
import { expect, expectTypeOf, test } from "vitest";
import { choice, count, inGroup, list, number, text, toggle, type Values } from "../../src/options/option.ts";

const about = { flag: "--x", help: "a test" };
const accepts = (option: { schema: { safeParse(value: unknown): { success: boolean } } }, value: unknown) =>
  option.schema.safeParse(value).success;

test("a count is whole and at least 1 unless it says otherwise", () => {
  const option = count(4, { ...about, max: 8 });
  expect([1, 8].map((value) => accepts(option, value))).toEqual([true, true]);
  expect([0, 9, 2.5, "4", Number.NaN].map((value) => accepts(option, value))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(option.expected).toBe("a whole number from 1 to 8");
  expect(accepts(count(0, { ...about, min: 0 }), 0)).toBe(true);
});

test("a number keeps open and closed bounds apart", () => {
  const option = number(0.5, { ...about, above: 0, below: 1 });
  expect([0, 0.001, 0.999, 1].map((value) => accepts(option, value))).toEqual([false, true, true, false]);
  expect(option.expected).toBe("a number above 0 and below 1");
  expect(number(0, { ...about, min: 0 }).expected).toBe("a number of at least 0");
  expect(number(0, about).expected).toBe("a number");
  expect(accepts(number(0, about), Number.POSITIVE_INFINITY)).toBe(false);
});

test("texts that spell no number are left for the schema to refuse", () => {
  const { parse } = number(0, about);
  expect(["0.06", "1e-4", "-1", "", " ", "4x"].map(parse)).toEqual([0.06, 1e-4, -1, "", " ", "4x"]);
});

test("a toggle takes true and false only", () => {
  const option = toggle(false, about);
  expect([true, false, "yes", 1].map((value) => accepts(option, value))).toEqual([true, true, false, false]);
  expect(option.value).toBeUndefined();
});

test("a choice lists its names, in the placeholder while they are short", () => {
  expect(choice(["sgd", "lars"], "sgd", about)).toMatchObject({ value: "sgd|lars", expected: "one of sgd, lars" });
  expect(choice(["resnet18", "resnet34", "resnet50"], "resnet18", about).value).toBe("name");
});

test("a text has a pattern or at least one character; an absent one may be undefined", () => {
  expect(accepts(text("a", about), "")).toBe(false);
  expect(accepts(text("a", about), undefined)).toBe(false);
  expect(accepts(text(undefined, about), undefined)).toBe(true);
  const device = text("cpu", { ...about, pattern: /^cpu$/, expected: "cpu" });
  expect([accepts(device, "cpu"), accepts(device, "gpu")]).toEqual([true, false]);
});

test("a list is parsed by commas and formatted back", () => {
  const option = list([], { ...about, above: 0 });
  expect(option.parse("120,160")).toEqual([120, 160]);
  expect(option.parse("")).toEqual([]);
  expect(option.format([120, 160])).toBe("120,160");
  expect([accepts(option, [120]), accepts(option, [0]), accepts(option, ["a"])]).toEqual([true, false, false]);
});

test("inGroup names the section and keeps the rest", () => {
  const { size } = inGroup("Views", { size: count(32, about) });
  expect(size).toMatchObject({ group: "Views", default: 32, flag: "--x" });
});

test("the values of a record have the types of its options", () => {
  const record = {
    epochs: number(1, about),
    nesterov: toggle(false, about),
    arch: choice(["resnet18", "resnet50"], "resnet18", about),
    data: text("cifar10", about),
    out: text(undefined, about),
    milestones: list([], about),
  };
  expectTypeOf<Values<typeof record>>().toEqualTypeOf<{
    epochs: number;
    nesterov: boolean;
    arch: "resnet18" | "resnet50";
    data: string;
    out: string | undefined;
    milestones: readonly number[];
  }>();
  // @ts-expect-error the default must be one of the choices
  choice(["sgd", "lars"], "adam", about);
});
