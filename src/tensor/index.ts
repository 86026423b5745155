// The tensor layer's public face.
export * from "./autograd.ts";
export { call } from "./call.ts";
export { type BuildInfo, buildInfo, setThreads, type TypedArray } from "./native.ts";
export * from "./ops.generated.ts";
export { beginPhase, endPhase, phase, type Span, startProfile, stopProfile } from "./profile.ts";
export * from "./random.ts";
export * from "./tensor.ts";
