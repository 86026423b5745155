// Oracle: refusals written out by hand.
import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { requireData, withDistinctNames } from "../../src/methods/requirements.ts";

const info = { name: "photos", length: 3, height: 8, width: 8 };
const labels = new Int32Array(3);

function problems(needs: object, data: { labels?: Int32Array; frames?: number }) {
  const { frames, labels } = data;
  try {
    requireData({ name: "m", needs }, { info: { ...info, ...(frames && { frames }) }, labels });
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).problems.map(({ code, message, where, remedy }) => [code, message, where, remedy]);
  }
  return [];
}

test("two methods of one name are refused, by that name", () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const distinct = named("a", "b", "ab");
  expect(withDistinctNames(distinct)).toBe(distinct);
  expect(() => withDistinctNames(named("a", "b", "c", "b"))).toThrow('two methods are called "b"');
});

test("what fits passes", () => {
  expect(problems({}, {})).toEqual([]);
  expect(problems({ labels: true }, { labels })).toEqual([]);
  expect(problems({ frames: 3 }, { frames: 3 })).toEqual([]);
});

test("labels that are missing", () => {
  const remedy = "use a folder with a sub-folder for each class, or a method that needs no labels: mochi methods";
  const message = "method m learns from class labels, and photos has none";
  expect(problems({ labels: true }, {})).toEqual([["method-needs-labels", message, "--data", remedy]]);
});

test("frames that are missing, are as many as others, or are not wanted", () => {
  expect(problems({ frames: 3 }, {})).toEqual([
    [
      "method-needs-frames",
      "method m learns from 3 frames that follow one another, and photos has single images",
      "--data",
      "use --data frames:FOLDER with a folder of clips",
    ],
  ]);
  expect(problems({ frames: 3 }, { frames: 5 })[0]![1]).toContain("photos has 5 frames an item");
  expect(problems({}, { frames: 3 })[0]![0]).toBe("data-has-frames");
  expect(problems({ labels: true, frames: 3 }, {})).toHaveLength(2);
});
