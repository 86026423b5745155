#!/usr/bin/env node
// Set-up: brings a clean machine to where Mochi runs, says what it does and why, and does it only once.
// Usage: node scripts/setup.mjs [--dev]      --dev also installs what only the tests need (Chromium)
// Plain JavaScript without dependencies: it runs before `npm ci`.
import { tail } from "./setup/command.mjs";
import { takeLock } from "./setup/lock.mjs";
import { nativeAddon } from "./setup/native-addon.mjs";
import { requireNode } from "./setup/node-version.mjs";
import { npmPackages } from "./setup/npm-packages.mjs";
import { systemPackages } from "./setup/system-packages.mjs";
import { commandLink, typescript } from "./setup/typescript.mjs";

const steps = [systemPackages, npmPackages, nativeAddon, typescript, commandLink];

async function setUp(context) {
  requireNode();
  let release;
  try {
    for (const step of steps) {
      let todo = step.plan(context);
      if (!todo) continue;
      if (!release) {
        release = await takeLock((text) => console.log(`set-up: ${text}`));
        // The one that was waited for may have done it.
        todo = step.plan(context);
        if (!todo) continue;
      }
      await perform(todo);
    }
  } finally {
    release?.();
  }
}

async function perform({ says, prepare, work }) {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const line = `set-up: ${says} … `;
  process.stdout.write(line);
  let ticker;
  try {
    prepare?.();
    // On a terminal the seconds count up in place, so that a long download does not look like a standstill.
    if (process.stdout.isTTY) ticker = setInterval(() => process.stdout.write(`\r${line}${seconds()}`), 1000);
    await work();
    process.stdout.write(`${ticker ? `\r${line}` : ""}${seconds()}\n`);
  } catch (error) {
    process.stdout.write("\n");
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

function explain(error) {
  const details = error.log ? `${tail(error.log)}\n(all of it: ${error.log})\n` : "";
  const remedy = error.remedy ? `\n  ${error.remedy.replaceAll("\n", "\n  ")}` : "";
  console.error(`${details}✖ set-up: ${error.message}${remedy}`);
}

try {
  await setUp({ development: process.argv.includes("--dev") });
} catch (error) {
  if (!error.interrupted) explain(error);
  else console.error("✖ set-up was interrupted; the same command goes on from there");
  process.exitCode = error.interrupted ? 130 : 1;
}
