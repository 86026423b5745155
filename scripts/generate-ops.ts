// Writes src/tensor/ops.generated.ts: typed functions for the operators Mochi uses, from libtorch's own schemas.
import { writeFileSync } from "node:fs";
import { native } from "../src/tensor/native.ts";

// TypeScript name → schema names. Two names: the second is taken when `other`/`value`/… is a number.
const operators: Record<string, [string, string?]> = {
  add: ["add.Tensor", "add.Scalar"],
  add_: ["add_.Tensor", "add_.Scalar"],
  sub: ["sub.Tensor", "sub.Scalar"],
  sub_: ["sub_.Tensor", "sub_.Scalar"],
  rsub: ["rsub.Tensor", "rsub.Scalar"],
  mul: ["mul.Tensor", "mul.Scalar"],
  mul_: ["mul_.Tensor", "mul_.Scalar"],
  div: ["div.Tensor", "div.Scalar"],
  div_: ["div_.Tensor", "div_.Scalar"],
  remainder: ["remainder.Tensor", "remainder.Scalar"],
  floorDivide: ["floor_divide", "floor_divide.Scalar"],
  pow: ["pow.Tensor_Tensor", "pow.Tensor_Scalar"],
  eq: ["eq.Tensor", "eq.Scalar"],
  ne: ["ne.Tensor", "ne.Scalar"],
  lt: ["lt.Tensor", "lt.Scalar"],
  le: ["le.Tensor", "le.Scalar"],
  gt: ["gt.Tensor", "gt.Scalar"],
  ge: ["ge.Tensor", "ge.Scalar"],
  neg: ["neg"],
  exp: ["exp"],
  log: ["log"],
  sqrt: ["sqrt"],
  rsqrt: ["rsqrt"],
  abs: ["abs"],
  abs_: ["abs_"],
  sign: ["sign"],
  copysign: ["copysign.Tensor", "copysign.Scalar"],
  floor: ["floor"],
  round: ["round"],
  sin: ["sin"],
  cos: ["cos"],
  sigmoid: ["sigmoid"],
  softplus: ["softplus"],
  tanh: ["tanh"],
  relu: ["relu"],
  relu_: ["relu_"],
  clamp: ["clamp"],
  clamp_: ["clamp_"],
  minimum: ["minimum"],
  maximum: ["maximum"],
  where: ["where.self"],
  logicalAnd: ["logical_and"],
  logicalOr: ["logical_or"],
  logicalNot: ["logical_not"],
  isfinite: ["isfinite"],
  isnan: ["isnan"],
  all: ["all"],
  any: ["any"],
  lerp: ["lerp.Tensor", "lerp.Scalar"],
  lerp_: ["lerp_.Tensor", "lerp_.Scalar"],
  addcmul: ["addcmul"],
  maskedFill: ["masked_fill.Tensor", "masked_fill.Scalar"],
  maskedFill_: ["masked_fill_.Tensor", "masked_fill_.Scalar"],
  maskedSelect: ["masked_select"],
  maskedScatter: ["masked_scatter"],
  nonzero: ["nonzero"],
  sum: ["sum.dim_IntList"],
  sumAll: ["sum"],
  mean: ["mean.dim"],
  meanAll: ["mean"],
  variance: ["var.dim"],
  amax: ["amax"],
  amin: ["amin"],
  argmax: ["argmax"],
  cumsum: ["cumsum"],
  bincount: ["bincount"],
  logsumexp: ["logsumexp"],
  softmax: ["softmax.int"],
  logSoftmax: ["log_softmax.int"],
  vectorNorm: ["linalg_vector_norm"],
  topk: ["topk"],
  sort: ["sort"],
  sortStable: ["sort.stable"],
  matmul: ["matmul"],
  bmm: ["bmm"],
  baddbmm: ["baddbmm"],
  addmm: ["addmm"],
  einsum: ["einsum"],
  linear: ["linear"],
  conv2d: ["conv2d"],
  batchNorm: ["batch_norm"],
  maxPool2d: ["max_pool2d"],
  adaptiveAvgPool2d: ["adaptive_avg_pool2d"],
  crossEntropy: ["cross_entropy_loss"],
  gridSample: ["grid_sampler_2d"],
  affineGrid: ["affine_grid_generator"],
  padConstant: ["constant_pad_nd"],
  reflectionPad2d: ["reflection_pad2d"],
  replicationPad2d: ["replication_pad2d"],
  resizeBilinear: ["upsample_bilinear2d"],
  gather: ["gather"],
  scatter: ["scatter.src", "scatter.value"],
  scatterAdd: ["scatter_add"],
  indexSelect: ["index_select"],
  embeddingBag: ["embedding_bag"],
  index: ["index.Tensor"],
  indexCopy_: ["index_copy_"],
  cat: ["cat"],
  stack: ["stack"],
  split: ["split.Tensor"],
  splitWithSizes: ["split_with_sizes"],
  unbind: ["unbind.int"],
  narrow: ["narrow"],
  select: ["select.int"],
  flip: ["flip"],
  roll: ["roll"],
  reshape: ["reshape"],
  flatten: ["flatten.using_ints"],
  permute: ["permute"],
  transpose: ["transpose.int"],
  t: ["t"],
  expand: ["expand"],
  unsqueeze: ["unsqueeze"],
  squeeze: ["squeeze.dim"],
  diagonal: ["diagonal"],
  tril: ["tril"],
  triu: ["triu"],
  contiguous: ["contiguous"],
  to: ["to.dtype"],
  clone: ["clone"],
  detach: ["detach"],
  copy_: ["copy_"],
  fill_: ["fill_.Scalar"],
  zero_: ["zero_"],
  zeros: ["zeros"],
  ones: ["ones"],
  full: ["full"],
  empty: ["empty.memory_format"],
  arange: ["arange.start"],
  zerosLike: ["zeros_like"],
  onesLike: ["ones_like"],
  oneHot: ["one_hot"],
  cdist: ["cdist"],
  pdist: ["pdist"],
  svd: ["linalg_svd"],
  svdvals: ["linalg_svdvals"],
  foreachMul_: ["_foreach_mul_.Scalar"],
  foreachAdd_: ["_foreach_add_.List"],
  foreachAdd: ["_foreach_add.List"],
  foreachAddcmul_: ["_foreach_addcmul_.Scalar"],
  foreachNorm: ["_foreach_norm.Scalar"],
  augmentViews: ["mochi::augment"],
  mixedNegativeLogits: ["mochi::negative_logits"],
  fusedInfoNce: ["mochi::info_nce"],
  sgdStep_: ["mochi::sgd_step"],
  momentumUpdate_: ["mochi::momentum_update"],
  fusedBatchNorm: ["mochi::batch_norm"],
  fusedBatchNormFits: ["mochi::batch_norm_fits"],
};

// libtorch's own unless a namespace is named.
const qualified = (name: string) => (name.includes("::") ? name : `aten::${name}`);

interface Argument {
  name: string;
  type: string;
  isOptional: boolean;
  hasDefault: boolean;
  isKeyword: boolean;
}

// Nobody passes these; libtorch's defaults are meant.
const hidden = new Set(["layout", "pin_memory", "non_blocking", "copy", "path", "cudnn_enabled"]);

function parse(name: string): { args: Argument[]; returns: string } {
  const schema = native().operatorSchema(qualified(name));
  const [, inside = "", returns = ""] = /^[^(]+\((.*)\) -> (.*)$/.exec(schema) ?? [];
  const args: Argument[] = [];
  let isKeyword = false;
  for (const part of inside.split(/, (?![^[(]*[\])])/)) {
    if (part === "*") isKeyword = true;
    const found = /^(.+?) (\w+)(=.*)?$/.exec(part);
    if (!found) continue;
    const type = found[1]!.replace(/\([a-z](!| -> \*)?\)/g, "");
    const base = type.replace(/\?$/, "");
    args.push({
      name: found[2]!,
      type: base,
      isOptional: type.endsWith("?"),
      hasDefault: found[3] !== undefined,
      isKeyword,
    });
  }
  return { args, returns: returns.trim() };
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function typeOf({ type, name }: Argument): string {
  if (type === "Tensor") return "Tensor";
  if (type === "Tensor[]") return "readonly Tensor[]";
  if (type === "Tensor?[]") return "readonly (Tensor | undefined)[]";
  if (type === "ScalarType") return "DType";
  if (type === "MemoryFormat") return "MemoryFormat";
  if (type === "str" || type === "Device") return "string";
  if (type === "bool") return "boolean";
  if (/^(int|SymInt|float)\[\d+\]$/.test(type)) return "number | readonly number[]";
  if (/^(int|SymInt|float)\[\]$/.test(type)) return "readonly number[]";
  if (/^(int|SymInt|float|Scalar)$/.test(type)) return "number";
  throw new Error(`no TypeScript type for ${type} ${name}`);
}

function unwrapped({ type, isOptional, hasDefault, name }: Argument, access: string): string {
  if (type === "Tensor") return isOptional || hasDefault ? `${access}?.handle` : `${access}.handle`;
  if (type === "Tensor[]") return `${access}.map(handleOf)`;
  if (type === "Tensor?[]") return `${access}.map(optionalHandleOf)`;
  if (name === "cudnn_enabled") return "true";
  return access;
}

const header = `// Typed operators, one function per libtorch operator in use. Written by scripts/generate-ops.ts; do not edit.
import { type Operator, invoke, operator } from "./call.ts";
import { type DType, type MemoryFormat, Tensor } from "./tensor.ts";

const handleOf = (tensor: Tensor) => tensor.handle;
const optionalHandleOf = (tensor: Tensor | undefined) => tensor?.handle;
const one = (handle: unknown) => new Tensor(handle as number);
const many = (handles: unknown) => (handles as number[]).map(one);
`;

function emit(name: string, [schemaName, scalarName]: [string, string?]): string {
  const { args, returns } = parse(schemaName);
  const scalarArgs = scalarName ? parse(scalarName).args : undefined;
  const positional = args.filter((arg) => !arg.isKeyword && !hidden.has(arg.name));
  const keywords = args.filter((arg) => arg.isKeyword && !hidden.has(arg.name));
  // The argument whose type tells the two overloads apart.
  const switched = scalarArgs
    ? positional.findIndex(
        (arg) =>
          arg.type === "Tensor" &&
          scalarArgs.find((s) => s.name === arg.name || camel(s.name) === camel(arg.name))?.type === "Scalar",
      )
    : -1;
  const chosen =
    scalarArgs && switched < 0
      ? positional.findIndex((arg, i) => i > 0 && arg.type === "Tensor" && scalarArgs[i]?.type !== "Tensor")
      : switched;
  let optionalSeen = false;
  const parameters = positional.map((arg, index) => {
    optionalSeen ||=
      arg.hasDefault || (arg.isOptional && positional.slice(index).every((a) => a.isOptional || a.hasDefault));
    const type = index === chosen ? "Tensor | number" : typeOf(arg);
    return `${camel(arg.name)}${optionalSeen ? "?" : ""}: ${type}${arg.isOptional || optionalSeen ? " | undefined" : ""}`;
  });
  if (keywords.length > 0)
    parameters.push(`options?: { ${keywords.map((k) => `${camel(k.name)}?: ${typeOf(k)} | undefined`).join("; ")} }`);
  const values = (scalar: boolean) => {
    const list = args.map((arg) => {
      if (arg.name === "cudnn_enabled") return "true";
      if (hidden.has(arg.name)) return "undefined";
      const access = arg.isKeyword ? `options?.${camel(arg.name)}` : camel(arg.name);
      const index = positional.indexOf(arg);
      if (index === chosen && chosen >= 0) return scalar ? access : `${access}.handle`;
      return unwrapped(arg, access);
    });
    while (list.at(-1) === "undefined") list.pop();
    return list.join(", ");
  };
  const writes = name.endsWith("_");
  const type = writes ? (args[0]!.type === "Tensor" ? "Tensor" : "void") : resultType(returns);
  const constant = (suffix: string) => `${name}${suffix}Operator`;
  const returned = (expression: string) => {
    if (writes) return type === "void" ? `  ${expression};` : `  ${expression};\n  return self;`;
    if (type === "boolean") return `  return ${expression} as boolean;`;
    if (type === "Tensor") return `  return one(${expression});`;
    if (type === "Tensor[]") return `  return many(${expression});`;
    const names = fieldsOf(returns);
    return `  const [${names.join(", ")}] = many(${expression}) as [${names.map(() => "Tensor").join(", ")}];\n  return { ${names.join(", ")} };`;
  };
  const lines = [`const ${constant("")}: Operator = operator("${qualified(schemaName)}");`];
  if (scalarName) lines.push(`const ${constant("Scalar")}: Operator = operator("${qualified(scalarName)}");`);
  lines.push(`/** \`${native().operatorSchema(qualified(schemaName))}\` */`);
  lines.push(`export function ${name}(${parameters.join(", ")}): ${type} {`);
  if (scalarName) {
    const switchName = camel(positional[chosen]!.name);
    lines.push(`  if (typeof ${switchName} === "number") {`);
    lines.push(returned(`invoke(${constant("Scalar")}, ${values(true)})`).replace(/^ {2}/gm, "    "));
    lines.push("  }");
  }
  lines.push(returned(`invoke(${constant("")}, ${values(false)})`));
  lines.push("}");
  return lines.join("\n");
}

function resultType(returns: string): string {
  if (returns === "bool") return "boolean";
  if (/^Tensor(\(.*\))?$/.test(returns)) return "Tensor";
  if (/^Tensor(\(.*\))?\[\]$/.test(returns)) return "Tensor[]";
  return `{ ${fieldsOf(returns)
    .map((field) => `${field}: Tensor`)
    .join("; ")} }`;
}

// Most schemas name their results; the others are counted.
function fieldsOf(returns: string): string[] {
  const fields = [...returns.matchAll(/Tensor (\w+)/g)].map((match) => camel(match[1]!));
  return fields.length > 0 ? fields : ["first", "second", "third", "fourth"].slice(0, returns.split(",").length);
}

const bodies = Object.entries(operators).map(([name, schemas]) => emit(name, schemas));
writeFileSync(new URL("../src/tensor/ops.generated.ts", import.meta.url), `${header}\n${bodies.join("\n\n")}\n`);
