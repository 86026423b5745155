// Typed operators, one function per libtorch operator in use. Written by scripts/generate-ops.ts; do not edit.
import { invoke, type Operator, operator } from "./call.ts";
import { type DType, type MemoryFormat, Tensor } from "./tensor.ts";

const handleOf = (tensor: Tensor) => tensor.handle;
const optionalHandleOf = (tensor: Tensor | undefined) => tensor?.handle;
const one = (handle: unknown) => new Tensor(handle as number);
const many = (handles: unknown) => (handles as number[]).map(one);

const addOperator: Operator = operator("aten::add.Tensor");
const addScalarOperator: Operator = operator("aten::add.Scalar");
/** `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
export function add(self: Tensor, other: Tensor | number, options?: { alpha?: number | undefined }): Tensor {
  if (typeof other === "number") {
    return one(invoke(addScalarOperator, self.handle, other, options?.alpha));
  }
  return one(invoke(addOperator, self.handle, other.handle, options?.alpha));
}

const add_Operator: Operator = operator("aten::add_.Tensor");
const add_ScalarOperator: Operator = operator("aten::add_.Scalar");
/** `aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
export function add_(self: Tensor, other: Tensor | number, options?: { alpha?: number | undefined }): Tensor {
  if (typeof other === "number") {
    invoke(add_ScalarOperator, self.handle, other, options?.alpha);
    return self;
  }
  invoke(add_Operator, self.handle, other.handle, options?.alpha);
  return self;
}

const subOperator: Operator = operator("aten::sub.Tensor");
const subScalarOperator: Operator = operator("aten::sub.Scalar");
/** `aten::sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
export function sub(self: Tensor, other: Tensor | number, options?: { alpha?: number | undefined }): Tensor {
  if (typeof other === "number") {
    return one(invoke(subScalarOperator, self.handle, other, options?.alpha));
  }
  return one(invoke(subOperator, self.handle, other.handle, options?.alpha));
}

const sub_Operator: Operator = operator("aten::sub_.Tensor");
const sub_ScalarOperator: Operator = operator("aten::sub_.Scalar");
/** `aten::sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
export function sub_(self: Tensor, other: Tensor | number, options?: { alpha?: number | undefined }): Tensor {
  if (typeof other === "number") {
    invoke(sub_ScalarOperator, self.handle, other, options?.alpha);
    return self;
  }
  invoke(sub_Operator, self.handle, other.handle, options?.alpha);
  return self;
}

const rsubOperator: Operator = operator("aten::rsub.Tensor");
const rsubScalarOperator: Operator = operator("aten::rsub.Scalar");
/** `aten::rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
export function rsub(self: Tensor, other: Tensor | number, options?: { alpha?: number | undefined }): Tensor {
  if (typeof other === "number") {
    return one(invoke(rsubScalarOperator, self.handle, other, options?.alpha));
  }
  return one(invoke(rsubOperator, self.handle, other.handle, options?.alpha));
}

const mulOperator: Operator = operator("aten::mul.Tensor");
const mulScalarOperator: Operator = operator("aten::mul.Scalar");
/** `aten::mul.Tensor(Tensor self, Tensor other) -> Tensor` */
export function mul(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(mulScalarOperator, self.handle, other));
  }
  return one(invoke(mulOperator, self.handle, other.handle));
}

const mul_Operator: Operator = operator("aten::mul_.Tensor");
const mul_ScalarOperator: Operator = operator("aten::mul_.Scalar");
/** `aten::mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
export function mul_(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    invoke(mul_ScalarOperator, self.handle, other);
    return self;
  }
  invoke(mul_Operator, self.handle, other.handle);
  return self;
}

const divOperator: Operator = operator("aten::div.Tensor");
const divScalarOperator: Operator = operator("aten::div.Scalar");
/** `aten::div.Tensor(Tensor self, Tensor other) -> Tensor` */
export function div(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(divScalarOperator, self.handle, other));
  }
  return one(invoke(divOperator, self.handle, other.handle));
}

const div_Operator: Operator = operator("aten::div_.Tensor");
const div_ScalarOperator: Operator = operator("aten::div_.Scalar");
/** `aten::div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
export function div_(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    invoke(div_ScalarOperator, self.handle, other);
    return self;
  }
  invoke(div_Operator, self.handle, other.handle);
  return self;
}

const remainderOperator: Operator = operator("aten::remainder.Tensor");
const remainderScalarOperator: Operator = operator("aten::remainder.Scalar");
/** `aten::remainder.Tensor(Tensor self, Tensor other) -> Tensor` */
export function remainder(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(remainderScalarOperator, self.handle, other));
  }
  return one(invoke(remainderOperator, self.handle, other.handle));
}

const floorDivideOperator: Operator = operator("aten::floor_divide");
const floorDivideScalarOperator: Operator = operator("aten::floor_divide.Scalar");
/** `aten::floor_divide(Tensor self, Tensor other) -> Tensor` */
export function floorDivide(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(floorDivideScalarOperator, self.handle, other));
  }
  return one(invoke(floorDivideOperator, self.handle, other.handle));
}

const powOperator: Operator = operator("aten::pow.Tensor_Tensor");
const powScalarOperator: Operator = operator("aten::pow.Tensor_Scalar");
/** `aten::pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` */
export function pow(self: Tensor, exponent: Tensor | number): Tensor {
  if (typeof exponent === "number") {
    return one(invoke(powScalarOperator, self.handle, exponent));
  }
  return one(invoke(powOperator, self.handle, exponent.handle));
}

const eqOperator: Operator = operator("aten::eq.Tensor");
const eqScalarOperator: Operator = operator("aten::eq.Scalar");
/** `aten::eq.Tensor(Tensor self, Tensor other) -> Tensor` */
export function eq(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(eqScalarOperator, self.handle, other));
  }
  return one(invoke(eqOperator, self.handle, other.handle));
}

const neOperator: Operator = operator("aten::ne.Tensor");
const neScalarOperator: Operator = operator("aten::ne.Scalar");
/** `aten::ne.Tensor(Tensor self, Tensor other) -> Tensor` */
export function ne(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(neScalarOperator, self.handle, other));
  }
  return one(invoke(neOperator, self.handle, other.handle));
}

const ltOperator: Operator = operator("aten::lt.Tensor");
const ltScalarOperator: Operator = operator("aten::lt.Scalar");
/** `aten::lt.Tensor(Tensor self, Tensor other) -> Tensor` */
export function lt(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(ltScalarOperator, self.handle, other));
  }
  return one(invoke(ltOperator, self.handle, other.handle));
}

const leOperator: Operator = operator("aten::le.Tensor");
const leScalarOperator: Operator = operator("aten::le.Scalar");
/** `aten::le.Tensor(Tensor self, Tensor other) -> Tensor` */
export function le(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(leScalarOperator, self.handle, other));
  }
  return one(invoke(leOperator, self.handle, other.handle));
}

const gtOperator: Operator = operator("aten::gt.Tensor");
const gtScalarOperator: Operator = operator("aten::gt.Scalar");
/** `aten::gt.Tensor(Tensor self, Tensor other) -> Tensor` */
export function gt(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(gtScalarOperator, self.handle, other));
  }
  return one(invoke(gtOperator, self.handle, other.handle));
}

const geOperator: Operator = operator("aten::ge.Tensor");
const geScalarOperator: Operator = operator("aten::ge.Scalar");
/** `aten::ge.Tensor(Tensor self, Tensor other) -> Tensor` */
export function ge(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(geScalarOperator, self.handle, other));
  }
  return one(invoke(geOperator, self.handle, other.handle));
}

const negOperator: Operator = operator("aten::neg");
/** `aten::neg(Tensor self) -> Tensor` */
export function neg(self: Tensor): Tensor {
  return one(invoke(negOperator, self.handle));
}

const expOperator: Operator = operator("aten::exp");
/** `aten::exp(Tensor self) -> Tensor` */
export function exp(self: Tensor): Tensor {
  return one(invoke(expOperator, self.handle));
}

const logOperator: Operator = operator("aten::log");
/** `aten::log(Tensor self) -> Tensor` */
export function log(self: Tensor): Tensor {
  return one(invoke(logOperator, self.handle));
}

const sqrtOperator: Operator = operator("aten::sqrt");
/** `aten::sqrt(Tensor self) -> Tensor` */
export function sqrt(self: Tensor): Tensor {
  return one(invoke(sqrtOperator, self.handle));
}

const rsqrtOperator: Operator = operator("aten::rsqrt");
/** `aten::rsqrt(Tensor self) -> Tensor` */
export function rsqrt(self: Tensor): Tensor {
  return one(invoke(rsqrtOperator, self.handle));
}

const absOperator: Operator = operator("aten::abs");
/** `aten::abs(Tensor self) -> Tensor` */
export function abs(self: Tensor): Tensor {
  return one(invoke(absOperator, self.handle));
}

const abs_Operator: Operator = operator("aten::abs_");
/** `aten::abs_(Tensor(a!) self) -> Tensor(a!)` */
export function abs_(self: Tensor): Tensor {
  invoke(abs_Operator, self.handle);
  return self;
}

const signOperator: Operator = operator("aten::sign");
/** `aten::sign(Tensor self) -> Tensor` */
export function sign(self: Tensor): Tensor {
  return one(invoke(signOperator, self.handle));
}

const copysignOperator: Operator = operator("aten::copysign.Tensor");
const copysignScalarOperator: Operator = operator("aten::copysign.Scalar");
/** `aten::copysign.Tensor(Tensor self, Tensor other) -> Tensor` */
export function copysign(self: Tensor, other: Tensor | number): Tensor {
  if (typeof other === "number") {
    return one(invoke(copysignScalarOperator, self.handle, other));
  }
  return one(invoke(copysignOperator, self.handle, other.handle));
}

const floorOperator: Operator = operator("aten::floor");
/** `aten::floor(Tensor self) -> Tensor` */
export function floor(self: Tensor): Tensor {
  return one(invoke(floorOperator, self.handle));
}

const roundOperator: Operator = operator("aten::round");
/** `aten::round(Tensor self) -> Tensor` */
export function round(self: Tensor): Tensor {
  return one(invoke(roundOperator, self.handle));
}

const sinOperator: Operator = operator("aten::sin");
/** `aten::sin(Tensor self) -> Tensor` */
export function sin(self: Tensor): Tensor {
  return one(invoke(sinOperator, self.handle));
}

const cosOperator: Operator = operator("aten::cos");
/** `aten::cos(Tensor self) -> Tensor` */
export function cos(self: Tensor): Tensor {
  return one(invoke(cosOperator, self.handle));
}

const sigmoidOperator: Operator = operator("aten::sigmoid");
/** `aten::sigmoid(Tensor self) -> Tensor` */
export function sigmoid(self: Tensor): Tensor {
  return one(invoke(sigmoidOperator, self.handle));
}

const softplusOperator: Operator = operator("aten::softplus");
/** `aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
export function softplus(self: Tensor, beta?: number | undefined, threshold?: number | undefined): Tensor {
  return one(invoke(softplusOperator, self.handle, beta, threshold));
}

const tanhOperator: Operator = operator("aten::tanh");
/** `aten::tanh(Tensor self) -> Tensor` */
export function tanh(self: Tensor): Tensor {
  return one(invoke(tanhOperator, self.handle));
}

const reluOperator: Operator = operator("aten::relu");
/** `aten::relu(Tensor self) -> Tensor` */
export function relu(self: Tensor): Tensor {
  return one(invoke(reluOperator, self.handle));
}

const relu_Operator: Operator = operator("aten::relu_");
/** `aten::relu_(Tensor(a!) self) -> Tensor(a!)` */
export function relu_(self: Tensor): Tensor {
  invoke(relu_Operator, self.handle);
  return self;
}

const clampOperator: Operator = operator("aten::clamp");
/** `aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` */
export function clamp(self: Tensor, min?: number | undefined, max?: number | undefined): Tensor {
  return one(invoke(clampOperator, self.handle, min, max));
}

const clamp_Operator: Operator = operator("aten::clamp_");
/** `aten::clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` */
export function clamp_(self: Tensor, min?: number | undefined, max?: number | undefined): Tensor {
  invoke(clamp_Operator, self.handle, min, max);
  return self;
}

const minimumOperator: Operator = operator("aten::minimum");
/** `aten::minimum(Tensor self, Tensor other) -> Tensor` */
export function minimum(self: Tensor, other: Tensor): Tensor {
  return one(invoke(minimumOperator, self.handle, other.handle));
}

const maximumOperator: Operator = operator("aten::maximum");
/** `aten::maximum(Tensor self, Tensor other) -> Tensor` */
export function maximum(self: Tensor, other: Tensor): Tensor {
  return one(invoke(maximumOperator, self.handle, other.handle));
}

const whereOperator: Operator = operator("aten::where.self");
/** `aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor` */
export function where(condition: Tensor, self: Tensor, other: Tensor): Tensor {
  return one(invoke(whereOperator, condition.handle, self.handle, other.handle));
}

const logicalAndOperator: Operator = operator("aten::logical_and");
/** `aten::logical_and(Tensor self, Tensor other) -> Tensor` */
export function logicalAnd(self: Tensor, other: Tensor): Tensor {
  return one(invoke(logicalAndOperator, self.handle, other.handle));
}

const logicalOrOperator: Operator = operator("aten::logical_or");
/** `aten::logical_or(Tensor self, Tensor other) -> Tensor` */
export function logicalOr(self: Tensor, other: Tensor): Tensor {
  return one(invoke(logicalOrOperator, self.handle, other.handle));
}

const logicalNotOperator: Operator = operator("aten::logical_not");
/** `aten::logical_not(Tensor self) -> Tensor` */
export function logicalNot(self: Tensor): Tensor {
  return one(invoke(logicalNotOperator, self.handle));
}

const isfiniteOperator: Operator = operator("aten::isfinite");
/** `aten::isfinite(Tensor self) -> Tensor` */
export function isfinite(self: Tensor): Tensor {
  return one(invoke(isfiniteOperator, self.handle));
}

const isnanOperator: Operator = operator("aten::isnan");
/** `aten::isnan(Tensor self) -> Tensor` */
export function isnan(self: Tensor): Tensor {
  return one(invoke(isnanOperator, self.handle));
}

const allOperator: Operator = operator("aten::all");
/** `aten::all(Tensor self) -> Tensor` */
export function all(self: Tensor): Tensor {
  return one(invoke(allOperator, self.handle));
}

const anyOperator: Operator = operator("aten::any");
/** `aten::any(Tensor self) -> Tensor` */
export function any(self: Tensor): Tensor {
  return one(invoke(anyOperator, self.handle));
}

const lerpOperator: Operator = operator("aten::lerp.Tensor");
const lerpScalarOperator: Operator = operator("aten::lerp.Scalar");
/** `aten::lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor` */
export function lerp(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  if (typeof weight === "number") {
    return one(invoke(lerpScalarOperator, self.handle, end.handle, weight));
  }
  return one(invoke(lerpOperator, self.handle, end.handle, weight.handle));
}

const lerp_Operator: Operator = operator("aten::lerp_.Tensor");
const lerp_ScalarOperator: Operator = operator("aten::lerp_.Scalar");
/** `aten::lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)` */
export function lerp_(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  if (typeof weight === "number") {
    invoke(lerp_ScalarOperator, self.handle, end.handle, weight);
    return self;
  }
  invoke(lerp_Operator, self.handle, end.handle, weight.handle);
  return self;
}

const addcmulOperator: Operator = operator("aten::addcmul");
/** `aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
export function addcmul(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options?: { value?: number | undefined },
): Tensor {
  return one(invoke(addcmulOperator, self.handle, tensor1.handle, tensor2.handle, options?.value));
}

const maskedFillOperator: Operator = operator("aten::masked_fill.Tensor");
const maskedFillScalarOperator: Operator = operator("aten::masked_fill.Scalar");
/** `aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor` */
export function maskedFill(self: Tensor, mask: Tensor, value: Tensor | number): Tensor {
  if (typeof value === "number") {
    return one(invoke(maskedFillScalarOperator, self.handle, mask.handle, value));
  }
  return one(invoke(maskedFillOperator, self.handle, mask.handle, value.handle));
}

const maskedFill_Operator: Operator = operator("aten::masked_fill_.Tensor");
const maskedFill_ScalarOperator: Operator = operator("aten::masked_fill_.Scalar");
/** `aten::masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)` */
export function maskedFill_(self: Tensor, mask: Tensor, value: Tensor | number): Tensor {
  if (typeof value === "number") {
    invoke(maskedFill_ScalarOperator, self.handle, mask.handle, value);
    return self;
  }
  invoke(maskedFill_Operator, self.handle, mask.handle, value.handle);
  return self;
}

const maskedSelectOperator: Operator = operator("aten::masked_select");
/** `aten::masked_select(Tensor self, Tensor mask) -> Tensor` */
export function maskedSelect(self: Tensor, mask: Tensor): Tensor {
  return one(invoke(maskedSelectOperator, self.handle, mask.handle));
}

const maskedScatterOperator: Operator = operator("aten::masked_scatter");
/** `aten::masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
export function maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor {
  return one(invoke(maskedScatterOperator, self.handle, mask.handle, source.handle));
}

const nonzeroOperator: Operator = operator("aten::nonzero");
/** `aten::nonzero(Tensor self) -> Tensor` */
export function nonzero(self: Tensor): Tensor {
  return one(invoke(nonzeroOperator, self.handle));
}

const sumOperator: Operator = operator("aten::sum.dim_IntList");
/** `aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function sum(
  self: Tensor,
  dim?: number | readonly number[] | undefined,
  keepdim?: boolean | undefined,
  options?: { dtype?: DType | undefined },
): Tensor {
  return one(invoke(sumOperator, self.handle, dim, keepdim, options?.dtype));
}

const sumAllOperator: Operator = operator("aten::sum");
/** `aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function sumAll(self: Tensor, options?: { dtype?: DType | undefined }): Tensor {
  return one(invoke(sumAllOperator, self.handle, options?.dtype));
}

const meanOperator: Operator = operator("aten::mean.dim");
/** `aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function mean(
  self: Tensor,
  dim?: number | readonly number[] | undefined,
  keepdim?: boolean | undefined,
  options?: { dtype?: DType | undefined },
): Tensor {
  return one(invoke(meanOperator, self.handle, dim, keepdim, options?.dtype));
}

const meanAllOperator: Operator = operator("aten::mean");
/** `aten::mean(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function meanAll(self: Tensor, options?: { dtype?: DType | undefined }): Tensor {
  return one(invoke(meanAllOperator, self.handle, options?.dtype));
}

const varianceOperator: Operator = operator("aten::var.dim");
/** `aten::var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor` */
export function variance(
  self: Tensor,
  dim?: number | readonly number[] | undefined,
  unbiased?: boolean | undefined,
  keepdim?: boolean | undefined,
): Tensor {
  return one(invoke(varianceOperator, self.handle, dim, unbiased, keepdim));
}

const amaxOperator: Operator = operator("aten::amax");
/** `aten::amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amax(
  self: Tensor,
  dim?: number | readonly number[] | undefined,
  keepdim?: boolean | undefined,
): Tensor {
  return one(invoke(amaxOperator, self.handle, dim, keepdim));
}

const aminOperator: Operator = operator("aten::amin");
/** `aten::amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amin(
  self: Tensor,
  dim?: number | readonly number[] | undefined,
  keepdim?: boolean | undefined,
): Tensor {
  return one(invoke(aminOperator, self.handle, dim, keepdim));
}

const argmaxOperator: Operator = operator("aten::argmax");
/** `aten::argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
export function argmax(self: Tensor, dim?: number | undefined, keepdim?: boolean | undefined): Tensor {
  return one(invoke(argmaxOperator, self.handle, dim, keepdim));
}

const cumsumOperator: Operator = operator("aten::cumsum");
/** `aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
export function cumsum(self: Tensor, dim: number, options?: { dtype?: DType | undefined }): Tensor {
  return one(invoke(cumsumOperator, self.handle, dim, options?.dtype));
}

const bincountOperator: Operator = operator("aten::bincount");
/** `aten::bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor` */
export function bincount(self: Tensor, weights?: Tensor | undefined, minlength?: number | undefined): Tensor {
  return one(invoke(bincountOperator, self.handle, weights?.handle, minlength));
}

const logsumexpOperator: Operator = operator("aten::logsumexp");
/** `aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
export function logsumexp(self: Tensor, dim: number | readonly number[], keepdim?: boolean | undefined): Tensor {
  return one(invoke(logsumexpOperator, self.handle, dim, keepdim));
}

const softmaxOperator: Operator = operator("aten::softmax.int");
/** `aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function softmax(self: Tensor, dim: number, dtype?: DType | undefined): Tensor {
  return one(invoke(softmaxOperator, self.handle, dim, dtype));
}

const logSoftmaxOperator: Operator = operator("aten::log_softmax.int");
/** `aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function logSoftmax(self: Tensor, dim: number, dtype?: DType | undefined): Tensor {
  return one(invoke(logSoftmaxOperator, self.handle, dim, dtype));
}

const vectorNormOperator: Operator = operator("aten::linalg_vector_norm");
/** `aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function vectorNorm(
  self: Tensor,
  ord?: number | undefined,
  dim?: number | readonly number[] | undefined,
  keepdim?: boolean | undefined,
  options?: { dtype?: DType | undefined },
): Tensor {
  return one(invoke(vectorNormOperator, self.handle, ord, dim, keepdim, options?.dtype));
}

const topkOperator: Operator = operator("aten::topk");
/** `aten::topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)` */
export function topk(
  self: Tensor,
  k: number,
  dim?: number | undefined,
  largest?: boolean | undefined,
  sorted?: boolean | undefined,
): { values: Tensor; indices: Tensor } {
  const [values, indices] = many(invoke(topkOperator, self.handle, k, dim, largest, sorted)) as [Tensor, Tensor];
  return { values, indices };
}

const sortOperator: Operator = operator("aten::sort");
/** `aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
export function sort(
  self: Tensor,
  dim?: number | undefined,
  descending?: boolean | undefined,
): { values: Tensor; indices: Tensor } {
  const [values, indices] = many(invoke(sortOperator, self.handle, dim, descending)) as [Tensor, Tensor];
  return { values, indices };
}

const sortStableOperator: Operator = operator("aten::sort.stable");
/** `aten::sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
export function sortStable(
  self: Tensor,
  options?: { stable?: boolean | undefined; dim?: number | undefined; descending?: boolean | undefined },
): { values: Tensor; indices: Tensor } {
  const [values, indices] = many(
    invoke(sortStableOperator, self.handle, options?.stable, options?.dim, options?.descending),
  ) as [Tensor, Tensor];
  return { values, indices };
}

const matmulOperator: Operator = operator("aten::matmul");
/** `aten::matmul(Tensor self, Tensor other) -> Tensor` */
export function matmul(self: Tensor, other: Tensor): Tensor {
  return one(invoke(matmulOperator, self.handle, other.handle));
}

const bmmOperator: Operator = operator("aten::bmm");
/** `aten::bmm(Tensor self, Tensor mat2) -> Tensor` */
export function bmm(self: Tensor, mat2: Tensor): Tensor {
  return one(invoke(bmmOperator, self.handle, mat2.handle));
}

const baddbmmOperator: Operator = operator("aten::baddbmm");
/** `aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function baddbmm(
  self: Tensor,
  batch1: Tensor,
  batch2: Tensor,
  options?: { beta?: number | undefined; alpha?: number | undefined },
): Tensor {
  return one(invoke(baddbmmOperator, self.handle, batch1.handle, batch2.handle, options?.beta, options?.alpha));
}

const addmmOperator: Operator = operator("aten::addmm");
/** `aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function addmm(
  self: Tensor,
  mat1: Tensor,
  mat2: Tensor,
  options?: { beta?: number | undefined; alpha?: number | undefined },
): Tensor {
  return one(invoke(addmmOperator, self.handle, mat1.handle, mat2.handle, options?.beta, options?.alpha));
}

const einsumOperator: Operator = operator("aten::einsum");
/** `aten::einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor` */
export function einsum(equation: string, tensors: readonly Tensor[]): Tensor {
  return one(invoke(einsumOperator, equation, tensors.map(handleOf)));
}

const linearOperator: Operator = operator("aten::linear");
/** `aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor` */
export function linear(input: Tensor, weight: Tensor, bias?: Tensor | undefined): Tensor {
  return one(invoke(linearOperator, input.handle, weight.handle, bias?.handle));
}

const conv2dOperator: Operator = operator("aten::conv2d");
/** `aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, int[2] dilation=1, int groups=1) -> Tensor` */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias?: Tensor | undefined,
  stride?: number | readonly number[] | undefined,
  padding?: number | readonly number[] | undefined,
  dilation?: number | readonly number[] | undefined,
  groups?: number | undefined,
): Tensor {
  return one(invoke(conv2dOperator, input.handle, weight.handle, bias?.handle, stride, padding, dilation, groups));
}

const batchNormOperator: Operator = operator("aten::batch_norm");
/** `aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
export function batchNorm(
  input: Tensor,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  runningMean: Tensor | undefined,
  runningVar: Tensor | undefined,
  training: boolean,
  momentum: number,
  eps: number,
): Tensor {
  return one(
    invoke(
      batchNormOperator,
      input.handle,
      weight?.handle,
      bias?.handle,
      runningMean?.handle,
      runningVar?.handle,
      training,
      momentum,
      eps,
      true,
    ),
  );
}

const maxPool2dOperator: Operator = operator("aten::max_pool2d");
/** `aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor` */
export function maxPool2d(
  self: Tensor,
  kernelSize: number | readonly number[],
  stride?: number | readonly number[] | undefined,
  padding?: number | readonly number[] | undefined,
  dilation?: number | readonly number[] | undefined,
  ceilMode?: boolean | undefined,
): Tensor {
  return one(invoke(maxPool2dOperator, self.handle, kernelSize, stride, padding, dilation, ceilMode));
}

const adaptiveAvgPool2dOperator: Operator = operator("aten::adaptive_avg_pool2d");
/** `aten::adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor` */
export function adaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor {
  return one(invoke(adaptiveAvgPool2dOperator, self.handle, outputSize));
}

const crossEntropyOperator: Operator = operator("aten::cross_entropy_loss");
/** `aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100, float label_smoothing=0.) -> Tensor` */
export function crossEntropy(
  self: Tensor,
  target: Tensor,
  weight?: Tensor | undefined,
  reduction?: number | undefined,
  ignoreIndex?: number | undefined,
  labelSmoothing?: number | undefined,
): Tensor {
  return one(
    invoke(crossEntropyOperator, self.handle, target.handle, weight?.handle, reduction, ignoreIndex, labelSmoothing),
  );
}

const gridSampleOperator: Operator = operator("aten::grid_sampler_2d");
/** `aten::grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
export function gridSample(
  input: Tensor,
  grid: Tensor,
  interpolationMode: number,
  paddingMode: number,
  alignCorners: boolean,
): Tensor {
  return one(invoke(gridSampleOperator, input.handle, grid.handle, interpolationMode, paddingMode, alignCorners));
}

const affineGridOperator: Operator = operator("aten::affine_grid_generator");
/** `aten::affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor` */
export function affineGrid(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor {
  return one(invoke(affineGridOperator, theta.handle, size, alignCorners));
}

const padConstantOperator: Operator = operator("aten::constant_pad_nd");
/** `aten::constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor` */
export function padConstant(self: Tensor, pad: readonly number[], value?: number | undefined): Tensor {
  return one(invoke(padConstantOperator, self.handle, pad, value));
}

const reflectionPad2dOperator: Operator = operator("aten::reflection_pad2d");
/** `aten::reflection_pad2d(Tensor self, int[4] padding) -> Tensor` */
export function reflectionPad2d(self: Tensor, padding: number | readonly number[]): Tensor {
  return one(invoke(reflectionPad2dOperator, self.handle, padding));
}

const replicationPad2dOperator: Operator = operator("aten::replication_pad2d");
/** `aten::replication_pad2d(Tensor self, int[4] padding) -> Tensor` */
export function replicationPad2d(self: Tensor, padding: number | readonly number[]): Tensor {
  return one(invoke(replicationPad2dOperator, self.handle, padding));
}

const resizeBilinearOperator: Operator = operator("aten::upsample_bilinear2d");
/** `aten::upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function resizeBilinear(
  self: Tensor,
  outputSize: number | readonly number[],
  alignCorners: boolean,
  scalesH?: number | undefined,
  scalesW?: number | undefined,
): Tensor {
  return one(invoke(resizeBilinearOperator, self.handle, outputSize, alignCorners, scalesH, scalesW));
}

const gatherOperator: Operator = operator("aten::gather");
/** `aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor` */
export function gather(
  self: Tensor,
  dim: number,
  index: Tensor,
  options?: { sparseGrad?: boolean | undefined },
): Tensor {
  return one(invoke(gatherOperator, self.handle, dim, index.handle, options?.sparseGrad));
}

const scatterOperator: Operator = operator("aten::scatter.src");
const scatterScalarOperator: Operator = operator("aten::scatter.value");
/** `aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
export function scatter(self: Tensor, dim: number, index: Tensor, src: Tensor | number): Tensor {
  if (typeof src === "number") {
    return one(invoke(scatterScalarOperator, self.handle, dim, index.handle, src));
  }
  return one(invoke(scatterOperator, self.handle, dim, index.handle, src.handle));
}

const scatterAddOperator: Operator = operator("aten::scatter_add");
/** `aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
export function scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return one(invoke(scatterAddOperator, self.handle, dim, index.handle, src.handle));
}

const indexSelectOperator: Operator = operator("aten::index_select");
/** `aten::index_select(Tensor self, int dim, Tensor index) -> Tensor` */
export function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
  return one(invoke(indexSelectOperator, self.handle, dim, index.handle));
}

const embeddingBagOperator: Operator = operator("aten::embedding_bag");
/** `aten::embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> (Tensor, Tensor, Tensor, Tensor)` */
export function embeddingBag(
  weight: Tensor,
  indices: Tensor,
  offsets: Tensor,
  scaleGradByFreq?: boolean | undefined,
  mode?: number | undefined,
  sparse?: boolean | undefined,
  perSampleWeights?: Tensor | undefined,
  includeLastOffset?: boolean | undefined,
): { first: Tensor; second: Tensor; third: Tensor; fourth: Tensor } {
  const [first, second, third, fourth] = many(
    invoke(
      embeddingBagOperator,
      weight.handle,
      indices.handle,
      offsets.handle,
      scaleGradByFreq,
      mode,
      sparse,
      perSampleWeights?.handle,
      includeLastOffset,
    ),
  ) as [Tensor, Tensor, Tensor, Tensor];
  return { first, second, third, fourth };
}

const indexOperator: Operator = operator("aten::index.Tensor");
/** `aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
export function index(self: Tensor, indices: readonly (Tensor | undefined)[]): Tensor {
  return one(invoke(indexOperator, self.handle, indices.map(optionalHandleOf)));
}

const indexCopy_Operator: Operator = operator("aten::index_copy_");
/** `aten::index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
export function indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  invoke(indexCopy_Operator, self.handle, dim, index.handle, source.handle);
  return self;
}

const catOperator: Operator = operator("aten::cat");
/** `aten::cat(Tensor[] tensors, int dim=0) -> Tensor` */
export function cat(tensors: readonly Tensor[], dim?: number | undefined): Tensor {
  return one(invoke(catOperator, tensors.map(handleOf), dim));
}

const stackOperator: Operator = operator("aten::stack");
/** `aten::stack(Tensor[] tensors, int dim=0) -> Tensor` */
export function stack(tensors: readonly Tensor[], dim?: number | undefined): Tensor {
  return one(invoke(stackOperator, tensors.map(handleOf), dim));
}

const splitOperator: Operator = operator("aten::split.Tensor");
/** `aten::split.Tensor(Tensor(a -> *) self, int split_size, int dim=0) -> Tensor(a)[]` */
export function split(self: Tensor, splitSize: number, dim?: number | undefined): Tensor[] {
  return many(invoke(splitOperator, self.handle, splitSize, dim));
}

const splitWithSizesOperator: Operator = operator("aten::split_with_sizes");
/** `aten::split_with_sizes(Tensor(a -> *) self, int[] split_sizes, int dim=0) -> Tensor(a)[]` */
export function splitWithSizes(self: Tensor, splitSizes: readonly number[], dim?: number | undefined): Tensor[] {
  return many(invoke(splitWithSizesOperator, self.handle, splitSizes, dim));
}

const unbindOperator: Operator = operator("aten::unbind.int");
/** `aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]` */
export function unbind(self: Tensor, dim?: number | undefined): Tensor[] {
  return many(invoke(unbindOperator, self.handle, dim));
}

const narrowOperator: Operator = operator("aten::narrow");
/** `aten::narrow(Tensor(a) self, int dim, int start, int length) -> Tensor(a)` */
export function narrow(self: Tensor, dim: number, start: number, length: number): Tensor {
  return one(invoke(narrowOperator, self.handle, dim, start, length));
}

const selectOperator: Operator = operator("aten::select.int");
/** `aten::select.int(Tensor(a) self, int dim, int index) -> Tensor(a)` */
export function select(self: Tensor, dim: number, index: number): Tensor {
  return one(invoke(selectOperator, self.handle, dim, index));
}

const flipOperator: Operator = operator("aten::flip");
/** `aten::flip(Tensor self, int[] dims) -> Tensor` */
export function flip(self: Tensor, dims: readonly number[]): Tensor {
  return one(invoke(flipOperator, self.handle, dims));
}

const rollOperator: Operator = operator("aten::roll");
/** `aten::roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor` */
export function roll(
  self: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[] | undefined,
): Tensor {
  return one(invoke(rollOperator, self.handle, shifts, dims));
}

const reshapeOperator: Operator = operator("aten::reshape");
/** `aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)` */
export function reshape(self: Tensor, shape: readonly number[]): Tensor {
  return one(invoke(reshapeOperator, self.handle, shape));
}

const flattenOperator: Operator = operator("aten::flatten.using_ints");
/** `aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)` */
export function flatten(self: Tensor, startDim?: number | undefined, endDim?: number | undefined): Tensor {
  return one(invoke(flattenOperator, self.handle, startDim, endDim));
}

const permuteOperator: Operator = operator("aten::permute");
/** `aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)` */
export function permute(self: Tensor, dims: readonly number[]): Tensor {
  return one(invoke(permuteOperator, self.handle, dims));
}

const transposeOperator: Operator = operator("aten::transpose.int");
/** `aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
export function transpose(self: Tensor, dim0: number, dim1: number): Tensor {
  return one(invoke(transposeOperator, self.handle, dim0, dim1));
}

const tOperator: Operator = operator("aten::t");
/** `aten::t(Tensor(a) self) -> Tensor(a)` */
export function t(self: Tensor): Tensor {
  return one(invoke(tOperator, self.handle));
}

const expandOperator: Operator = operator("aten::expand");
/** `aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)` */
export function expand(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor {
  return one(invoke(expandOperator, self.handle, size, options?.implicit));
}

const unsqueezeOperator: Operator = operator("aten::unsqueeze");
/** `aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)` */
export function unsqueeze(self: Tensor, dim: number): Tensor {
  return one(invoke(unsqueezeOperator, self.handle, dim));
}

const squeezeOperator: Operator = operator("aten::squeeze.dim");
/** `aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)` */
export function squeeze(self: Tensor, dim: number): Tensor {
  return one(invoke(squeezeOperator, self.handle, dim));
}

const diagonalOperator: Operator = operator("aten::diagonal");
/** `aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
export function diagonal(
  self: Tensor,
  offset?: number | undefined,
  dim1?: number | undefined,
  dim2?: number | undefined,
): Tensor {
  return one(invoke(diagonalOperator, self.handle, offset, dim1, dim2));
}

const trilOperator: Operator = operator("aten::tril");
/** `aten::tril(Tensor self, int diagonal=0) -> Tensor` */
export function tril(self: Tensor, diagonal?: number | undefined): Tensor {
  return one(invoke(trilOperator, self.handle, diagonal));
}

const triuOperator: Operator = operator("aten::triu");
/** `aten::triu(Tensor self, int diagonal=0) -> Tensor` */
export function triu(self: Tensor, diagonal?: number | undefined): Tensor {
  return one(invoke(triuOperator, self.handle, diagonal));
}

const contiguousOperator: Operator = operator("aten::contiguous");
/** `aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)` */
export function contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor {
  return one(invoke(contiguousOperator, self.handle, options?.memoryFormat));
}

const toOperator: Operator = operator("aten::to.dtype");
/** `aten::to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)` */
export function to(self: Tensor, dtype: DType, memoryFormat?: MemoryFormat | undefined): Tensor {
  return one(invoke(toOperator, self.handle, dtype, undefined, undefined, memoryFormat));
}

const cloneOperator: Operator = operator("aten::clone");
/** `aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
export function clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor {
  return one(invoke(cloneOperator, self.handle, options?.memoryFormat));
}

const detachOperator: Operator = operator("aten::detach");
/** `aten::detach(Tensor(a) self) -> Tensor(a)` */
export function detach(self: Tensor): Tensor {
  return one(invoke(detachOperator, self.handle));
}

const copy_Operator: Operator = operator("aten::copy_");
/** `aten::copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
export function copy_(self: Tensor, src: Tensor): Tensor {
  invoke(copy_Operator, self.handle, src.handle);
  return self;
}

const fill_Operator: Operator = operator("aten::fill_.Scalar");
/** `aten::fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)` */
export function fill_(self: Tensor, value: number): Tensor {
  invoke(fill_Operator, self.handle, value);
  return self;
}

const zero_Operator: Operator = operator("aten::zero_");
/** `aten::zero_(Tensor(a!) self) -> Tensor(a!)` */
export function zero_(self: Tensor): Tensor {
  invoke(zero_Operator, self.handle);
  return self;
}

const zerosOperator: Operator = operator("aten::zeros");
/** `aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function zeros(
  size: readonly number[],
  options?: { dtype?: DType | undefined; device?: string | undefined },
): Tensor {
  return one(invoke(zerosOperator, size, options?.dtype, undefined, options?.device));
}

const onesOperator: Operator = operator("aten::ones");
/** `aten::ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function ones(
  size: readonly number[],
  options?: { dtype?: DType | undefined; device?: string | undefined },
): Tensor {
  return one(invoke(onesOperator, size, options?.dtype, undefined, options?.device));
}

const fullOperator: Operator = operator("aten::full");
/** `aten::full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function full(
  size: readonly number[],
  fillValue: number,
  options?: { dtype?: DType | undefined; device?: string | undefined },
): Tensor {
  return one(invoke(fullOperator, size, fillValue, options?.dtype, undefined, options?.device));
}

const emptyOperator: Operator = operator("aten::empty.memory_format");
/** `aten::empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function empty(
  size: readonly number[],
  options?: { dtype?: DType | undefined; device?: string | undefined; memoryFormat?: MemoryFormat | undefined },
): Tensor {
  return one(invoke(emptyOperator, size, options?.dtype, undefined, options?.device, undefined, options?.memoryFormat));
}

const arangeOperator: Operator = operator("aten::arange.start");
/** `aten::arange.start(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arange(
  start: number,
  end: number,
  options?: { dtype?: DType | undefined; device?: string | undefined },
): Tensor {
  return one(invoke(arangeOperator, start, end, options?.dtype, undefined, options?.device));
}

const zerosLikeOperator: Operator = operator("aten::zeros_like");
/** `aten::zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function zerosLike(
  self: Tensor,
  options?: { dtype?: DType | undefined; device?: string | undefined; memoryFormat?: MemoryFormat | undefined },
): Tensor {
  return one(
    invoke(
      zerosLikeOperator,
      self.handle,
      options?.dtype,
      undefined,
      options?.device,
      undefined,
      options?.memoryFormat,
    ),
  );
}

const onesLikeOperator: Operator = operator("aten::ones_like");
/** `aten::ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function onesLike(
  self: Tensor,
  options?: { dtype?: DType | undefined; device?: string | undefined; memoryFormat?: MemoryFormat | undefined },
): Tensor {
  return one(
    invoke(onesLikeOperator, self.handle, options?.dtype, undefined, options?.device, undefined, options?.memoryFormat),
  );
}

const oneHotOperator: Operator = operator("aten::one_hot");
/** `aten::one_hot(Tensor self, int num_classes=-1) -> Tensor` */
export function oneHot(self: Tensor, numClasses?: number | undefined): Tensor {
  return one(invoke(oneHotOperator, self.handle, numClasses));
}

const cdistOperator: Operator = operator("aten::cdist");
/** `aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
export function cdist(x1: Tensor, x2: Tensor, p?: number | undefined, computeMode?: number | undefined): Tensor {
  return one(invoke(cdistOperator, x1.handle, x2.handle, p, computeMode));
}

const pdistOperator: Operator = operator("aten::pdist");
/** `aten::pdist(Tensor self, float p=2.) -> Tensor` */
export function pdist(self: Tensor, p?: number | undefined): Tensor {
  return one(invoke(pdistOperator, self.handle, p));
}

const svdOperator: Operator = operator("aten::linalg_svd");
/** `aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)` */
export function svd(
  A: Tensor,
  fullMatrices?: boolean | undefined,
  options?: { driver?: string | undefined },
): { U: Tensor; S: Tensor; Vh: Tensor } {
  const [U, S, Vh] = many(invoke(svdOperator, A.handle, fullMatrices, options?.driver)) as [Tensor, Tensor, Tensor];
  return { U, S, Vh };
}

const svdvalsOperator: Operator = operator("aten::linalg_svdvals");
/** `aten::linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor` */
export function svdvals(A: Tensor, options?: { driver?: string | undefined }): Tensor {
  return one(invoke(svdvalsOperator, A.handle, options?.driver));
}

const foreachMul_Operator: Operator = operator("aten::_foreach_mul_.Scalar");
/** `aten::_foreach_mul_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachMul_(self: readonly Tensor[], scalar: number): void {
  invoke(foreachMul_Operator, self.map(handleOf), scalar);
}

const foreachAdd_Operator: Operator = operator("aten::_foreach_add_.List");
/** `aten::_foreach_add_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()` */
export function foreachAdd_(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: number | undefined },
): void {
  invoke(foreachAdd_Operator, self.map(handleOf), other.map(handleOf), options?.alpha);
}

const foreachAddOperator: Operator = operator("aten::_foreach_add.List");
/** `aten::_foreach_add.List(Tensor[] self, Tensor[] other, *, Scalar alpha=1) -> Tensor[]` */
export function foreachAdd(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: number | undefined },
): Tensor[] {
  return many(invoke(foreachAddOperator, self.map(handleOf), other.map(handleOf), options?.alpha));
}

const foreachAddcmul_Operator: Operator = operator("aten::_foreach_addcmul_.Scalar");
/** `aten::_foreach_addcmul_.Scalar(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar value=1) -> ()` */
export function foreachAddcmul_(
  self: readonly Tensor[],
  tensor1: readonly Tensor[],
  tensor2: readonly Tensor[],
  value?: number | undefined,
): void {
  invoke(foreachAddcmul_Operator, self.map(handleOf), tensor1.map(handleOf), tensor2.map(handleOf), value);
}

const foreachNormOperator: Operator = operator("aten::_foreach_norm.Scalar");
/** `aten::_foreach_norm.Scalar(Tensor[] self, Scalar ord=2) -> Tensor[]` */
export function foreachNorm(self: readonly Tensor[], ord?: number | undefined): Tensor[] {
  return many(invoke(foreachNormOperator, self.map(handleOf), ord));
}

const augmentViewsOperator: Operator = operator("mochi::augment");
/** `mochi::augment(Tensor pixels, Tensor geometry, Tensor boxes, Tensor operations, int size, bool sees_image, float[] mean, float[] std, str instruction_set="") -> Tensor` */
export function augmentViews(
  pixels: Tensor,
  geometry: Tensor,
  boxes: Tensor,
  operations: Tensor,
  size: number,
  seesImage: boolean,
  mean: readonly number[],
  std: readonly number[],
  instructionSet?: string | undefined,
): Tensor {
  return one(
    invoke(
      augmentViewsOperator,
      pixels.handle,
      geometry.handle,
      boxes.handle,
      operations.handle,
      size,
      seesImage,
      mean,
      std,
      instructionSet,
    ),
  );
}

const mixedNegativeLogitsOperator: Operator = operator("mochi::negative_logits");
/** `mochi::negative_logits(Tensor query, Tensor keys, Tensor? exclude, int hardest, int synthetic, int synthetic_with_query, int key_high, int key_low, str instruction_set="") -> (Tensor logits, Tensor parents, Tensor shares)` */
export function mixedNegativeLogits(
  query: Tensor,
  keys: Tensor,
  exclude: Tensor | undefined,
  hardest: number,
  synthetic: number,
  syntheticWithQuery: number,
  keyHigh: number,
  keyLow: number,
  instructionSet?: string | undefined,
): { logits: Tensor; parents: Tensor; shares: Tensor } {
  const [logits, parents, shares] = many(
    invoke(
      mixedNegativeLogitsOperator,
      query.handle,
      keys.handle,
      exclude?.handle,
      hardest,
      synthetic,
      syntheticWithQuery,
      keyHigh,
      keyLow,
      instructionSet,
    ),
  ) as [Tensor, Tensor, Tensor];
  return { logits, parents, shares };
}

const fusedInfoNceOperator: Operator = operator("mochi::info_nce");
/** `mochi::info_nce(Tensor positive, Tensor negatives, float temperature, str instruction_set="") -> (Tensor loss, Tensor logits)` */
export function fusedInfoNce(
  positive: Tensor,
  negatives: Tensor,
  temperature: number,
  instructionSet?: string | undefined,
): { loss: Tensor; logits: Tensor } {
  const [loss, logits] = many(
    invoke(fusedInfoNceOperator, positive.handle, negatives.handle, temperature, instructionSet),
  ) as [Tensor, Tensor];
  return { loss, logits };
}

const sgdStep_Operator: Operator = operator("mochi::sgd_step");
/** `mochi::sgd_step(Tensor(a!)[] weights, Tensor(b!)[] velocities, Tensor[] gradients, float learning_rate, float momentum, float weight_decay, bool nesterov) -> ()` */
export function sgdStep_(
  weights: readonly Tensor[],
  velocities: readonly Tensor[],
  gradients: readonly Tensor[],
  learningRate: number,
  momentum: number,
  weightDecay: number,
  nesterov: boolean,
): void {
  invoke(
    sgdStep_Operator,
    weights.map(handleOf),
    velocities.map(handleOf),
    gradients.map(handleOf),
    learningRate,
    momentum,
    weightDecay,
    nesterov,
  );
}

const momentumUpdate_Operator: Operator = operator("mochi::momentum_update");
/** `mochi::momentum_update(Tensor(a!)[] followers, Tensor[] leaders, float momentum) -> ()` */
export function momentumUpdate_(followers: readonly Tensor[], leaders: readonly Tensor[], momentum: number): void {
  invoke(momentumUpdate_Operator, followers.map(handleOf), leaders.map(handleOf), momentum);
}

const convolutionOperator: Operator = operator("mochi::convolution");
/** `mochi::convolution(Tensor x, Tensor weight, int stride, int padding) -> Tensor` */
export function convolution(x: Tensor, weight: Tensor, stride: number, padding: number): Tensor {
  return one(invoke(convolutionOperator, x.handle, weight.handle, stride, padding));
}

const fusedBatchNormOperator: Operator = operator("mochi::batch_norm");
/** `mochi::batch_norm(Tensor x, Tensor? residual, Tensor weight, Tensor bias, Tensor(a!) running_mean, Tensor(b!) running_var, bool training, float momentum, float eps, int slices, bool relu, str instruction_set="") -> Tensor` */
export function fusedBatchNorm(
  x: Tensor,
  residual: Tensor | undefined,
  weight: Tensor,
  bias: Tensor,
  runningMean: Tensor,
  runningVar: Tensor,
  training: boolean,
  momentum: number,
  eps: number,
  slices: number,
  relu: boolean,
  instructionSet?: string | undefined,
): Tensor {
  return one(
    invoke(
      fusedBatchNormOperator,
      x.handle,
      residual?.handle,
      weight.handle,
      bias.handle,
      runningMean.handle,
      runningVar.handle,
      training,
      momentum,
      eps,
      slices,
      relu,
      instructionSet,
    ),
  );
}

const fusedBatchNormFitsOperator: Operator = operator("mochi::batch_norm_fits");
/** `mochi::batch_norm_fits(Tensor x, Tensor? residual, Tensor weight, int slices) -> bool` */
export function fusedBatchNormFits(x: Tensor, residual: Tensor | undefined, weight: Tensor, slices: number): boolean {
  return invoke(fusedBatchNormFitsOperator, x.handle, residual?.handle, weight.handle, slices) as boolean;
}
