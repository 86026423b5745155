// The options of `mochi reproduce`.
import { count, inGroup, number, text, toggle, type Values } from "./option.ts";

export const reproduceOptions = inGroup("Reproduction", {
  hours: number(3, {
    above: 0,
    flag: "--hours",
    value: "hours",
    help: "time on this machine: cells, seeds, width and epochs follow from it and from measured rates",
  }),
  plan: toggle(false, { flag: "--plan", help: "write and print the plan; train nothing" }),
  data: text("cifar10", {
    flag: "--data",
    value: "source",
    help: "cifar10, cifar100:/path or other images with labels and a test set",
  }),
  out: text("runs/reproduce", {
    flag: "--out",
    value: "folder",
    help: "where plan, runs, claims and report are written; what is there is continued",
  }),
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export type ReproduceValues = Values<typeof reproduceOptions>;
