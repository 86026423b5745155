// The options of `mochi bench`.
import { count, inGroup, text, toggle, type Values } from "./option.ts";

export const benchOptions = inGroup("Benchmark", {
  only: text(undefined, {
    flag: "--only",
    value: "names",
    help: "cases whose names contain one of these, separated by commas: train-step, loss/K16384, w64",
  }),
  quick: toggle(false, { flag: "--quick", help: "the smaller cases, fewer rounds: under two minutes" }),
  repeat: count(0, {
    min: 0,
    flag: "--repeat",
    value: "rounds",
    help: "counted rounds of every case; 0: at least 5, then up to 21 for some seconds",
  }),
  json: text("bench.json", {
    flag: "--json",
    value: "file",
    help: "where the results go after every case; an unfinished run there is continued",
  }),
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export type BenchValues = Values<typeof benchOptions>;
