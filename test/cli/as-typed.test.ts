// Oracle: messages written out by hand, and how Node names the script that it was started with.
import { expect, test } from "vitest";
import { asTyped } from "../../src/cli/as-typed.ts";

const message = "go on with: mochi pretrain --resume runs/mochi; `mochi linear runs/a` evaluates it";

test.each(["/home/me/mochi/bin/mochi.cjs", "/home/me/.npm/_npx/1/node_modules/.bin/mochi"])(
  "started as %s, commands begin with npx",
  (script) => {
    expect(asTyped(message, script)).toBe(
      "go on with: npx mochi pretrain --resume runs/mochi; `npx mochi linear runs/a` evaluates it",
    );
  },
);

test.each(["/usr/local/bin/mochi", "/home/me/project/train.ts", ""])(
  "started as %s, they stay as they are",
  (script) => {
    expect(asTyped(message, script)).toBe(message);
  },
);

test("what is no command stays as it is", () => {
  for (const text of ["npx mochi doctor", "mochi 0.1.0: pre-trains", "train-step/mochi data", "mochi pretrained"])
    expect(asTyped(text, "/clone/bin/mochi.cjs")).toBe(text);
  expect(asTyped("Usage: mochi <command>", "/clone/bin/mochi.cjs")).toBe("Usage: npx mochi <command>");
});
