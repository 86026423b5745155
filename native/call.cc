// One boxed call reaches every operator: arguments are converted by the operator's own schema.
#include "addon.h"

#include <algorithm>
#include <cmath>

namespace mochi {
namespace {

using c10::IValue;
using c10::TypeKind;

Kind list_kind(const c10::Type& element, const std::string& where) {
  switch (element.kind()) {
    case TypeKind::TensorType: return Kind::TensorList;
    case TypeKind::OptionalType: return Kind::OptionalTensorList;
    case TypeKind::IntType:
    case TypeKind::SymIntType: return Kind::IntList;
    case TypeKind::FloatType: return Kind::FloatList;
    case TypeKind::BoolType: return Kind::BoolList;
    case TypeKind::NumberType: return Kind::NumberList;
    default: throw BridgeError(where + ": lists of " + element.str() + " cannot be passed from JavaScript");
  }
}

Kind kind_of(const c10::Type& type, const std::string& where) {
  switch (type.kind()) {
    case TypeKind::TensorType: return Kind::Tensor;
    case TypeKind::NumberType: return Kind::Number;
    case TypeKind::IntType:
    case TypeKind::SymIntType: return Kind::Int;
    case TypeKind::FloatType: return Kind::Float;
    case TypeKind::BoolType: return Kind::Bool;
    case TypeKind::StringType: return Kind::String;
    case TypeKind::DeviceObjType: return Kind::Device;
    case TypeKind::GeneratorType: return Kind::Generator;
    case TypeKind::ListType: return list_kind(*type.castRaw<c10::ListType>()->getElementType(), where);
    default: throw BridgeError(where + ": arguments of type " + type.str() + " cannot be passed from JavaScript");
  }
}

std::string overloads_of(const std::string& name) {
  std::string result;
  for (const auto& candidate : c10::Dispatcher::singleton().getAllOpNames()) {
    if (candidate.name != name) continue;
    if (!result.empty()) result += ", ";
    result += candidate.overload_name.empty() ? "the one without a name" : candidate.overload_name;
  }
  return result;
}

OperatorPlan make_plan(const std::string& name) {
  const size_t namespace_end = name.find("::");
  const size_t dot = name.find('.', namespace_end == std::string::npos ? 0 : namespace_end);
  const std::string base = name.substr(0, dot);
  const std::string overload = dot == std::string::npos ? "" : name.substr(dot + 1);
  const auto found = c10::Dispatcher::singleton().findSchema({base, overload});
  if (!found) {
    const std::string overloads = overloads_of(base);
    throw BridgeError("no operator \"" + name + "\" in this libtorch" +
                      (overloads.empty() ? "" : "; overloads of " + base + ": " + overloads));
  }
  OperatorPlan plan{*found, name, {}, {}};
  const auto& schema = found->schema();
  for (const auto& argument : schema.arguments()) {
    const c10::Type* type = argument.type().get();
    const bool is_optional = type->kind() == TypeKind::OptionalType;
    if (is_optional) type = type->castRaw<c10::OptionalType>()->getElementType().get();
    const auto fallback = argument.default_value();
    plan.arguments.push_back({kind_of(*type, name + ": argument " + argument.name()), is_optional,
                              fallback.has_value(), argument.N().value_or(0), fallback.value_or(IValue())});
  }
  for (const auto& result : schema.returns())
    plan.returns_written_argument.push_back(result.alias_info() && result.alias_info()->isWrite());
  return plan;
}

int32_t intern(Environment& state, const std::string& name) {
  const auto known = state.operator_ids.find(name);
  if (known != state.operator_ids.end()) return known->second;
  state.operators.push_back(make_plan(name));
  const int32_t id = static_cast<int32_t>(state.operators.size()) - 1;
  state.operator_ids.emplace(name, id);
  return id;
}

// Names stand for the enumerations that schemas declare as int: dtypes, memory formats, layouts.
int64_t enumeration(const std::string& name) {
  if (name == "channels_last") return static_cast<int64_t>(at::MemoryFormat::ChannelsLast);
  if (name == "contiguous_format") return static_cast<int64_t>(at::MemoryFormat::Contiguous);
  if (name == "preserve_format") return static_cast<int64_t>(at::MemoryFormat::Preserve);
  if (name == "strided") return static_cast<int64_t>(at::Layout::Strided);
  return static_cast<int64_t>(dtype_from_name(name));
}

at::Scalar to_scalar(napi_env env, napi_value value) {
  if (type_of(env, value) == napi_boolean) return at::Scalar(to_bool(env, value));
  const double number = to_double(env, value);
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::trunc(number) == number && std::abs(number) < kExact) return at::Scalar(static_cast<int64_t>(number));
  return at::Scalar(number);
}

// A generator is made for the call from a seed: nothing about randomness has state that needs saving.
at::Generator to_generator(napi_env env, napi_value value) {
  uint64_t seed;
  if (type_of(env, value) == napi_bigint) {
    bool lossless;
    check(napi_get_value_bigint_uint64(env, value, &seed, &lossless));
  } else {
    seed = static_cast<uint64_t>(to_double(env, value));
  }
  at::Generator generator = at::globalContext().defaultGenerator(at::kCPU).clone();
  generator.set_current_seed(seed);
  return generator;
}

bool is_array(napi_env env, napi_value value) {
  bool result = false;
  check(napi_is_array(env, value, &result));
  return result;
}

// `repeat`: how many times one value stands for a list, 0 where it may not.
template <typename List, typename Convert>
IValue fill(List list, napi_env env, napi_value value, int32_t repeat, Convert convert) {
  if (!is_array(env, value)) {
    if (repeat == 0) throw BridgeError("expected an array");
    for (int32_t index = 0; index < repeat; index++) list.push_back(convert(env, value));
    return list;
  }
  for_each_element(env, value, [&](napi_value element) { list.push_back(convert(env, element)); });
  return list;
}

int64_t to_int(napi_env env, napi_value value) { return static_cast<int64_t>(to_double(env, value)); }

c10::optional<at::Tensor> to_optional_tensor(napi_env env, napi_value value) {
  if (is_absent(env, value)) return c10::nullopt;
  return tensor_at(env, value);
}

IValue to_ivalue(napi_env env, const ArgumentPlan& plan, napi_value value) {
  switch (plan.kind) {
    case Kind::Tensor: return tensor_at(env, value);
    case Kind::TensorList: return fill(c10::List<at::Tensor>(), env, value, 0, tensor_at);
    case Kind::OptionalTensorList: return fill(c10::List<c10::optional<at::Tensor>>(), env, value, 0, to_optional_tensor);
    case Kind::Number: return to_scalar(env, value);
    case Kind::Int:
      if (type_of(env, value) == napi_string) return enumeration(to_string(env, value));
      return to_int(env, value);
    case Kind::Float: return to_double(env, value);
    case Kind::Bool: return to_bool(env, value);
    case Kind::String: return to_string(env, value);
    case Kind::IntList: return fill(c10::List<int64_t>(), env, value, plan.repeat, to_int);
    case Kind::FloatList: return fill(c10::List<double>(), env, value, plan.repeat, to_double);
    case Kind::BoolList: return fill(c10::List<bool>(), env, value, plan.repeat, to_bool);
    // Foreach operators take one Scalar per tensor; a list of numbers has no typed form in c10::List.
    case Kind::NumberList: return fill(c10::impl::GenericList(c10::NumberType::get()), env, value, 0, to_double);
    case Kind::Device: return c10::Device(to_string(env, value));
    case Kind::Generator: return to_generator(env, value);
  }
  throw BridgeError("unknown kind of argument");
}

std::string describe(napi_env env, Kind kind, napi_value value) {
  const napi_valuetype type = type_of(env, value);
  if (type == napi_undefined) return "(left out)";
  if (type == napi_string) return '"' + to_string(env, value) + '"';
  const bool is_tensor = kind == Kind::Tensor || kind == Kind::TensorList || kind == Kind::OptionalTensorList;
  if (type == napi_number && is_tensor) return mochi::describe(tensor_at(env, value));
  if (type == napi_number || type == napi_boolean || type == napi_null) {
    napi_value text;
    check(napi_coerce_to_string(env, value, &text));
    return to_string(env, text);
  }
  if (!is_array(env, value)) return "a value of the wrong type";
  constexpr size_t kShown = 4;
  std::string text;
  size_t count = 0;
  for_each_element(env, value, [&](napi_value element) {
    if (count++ < kShown) text += (text.empty() ? "" : ", ") + describe(env, kind, element);
  });
  return "[" + text + (count > kShown ? ", …]" : "]");
}

std::string describe_call(napi_env env, const OperatorPlan& plan, const napi_value* values, size_t count) {
  std::string text;
  const auto& arguments = plan.handle.schema().arguments();
  for (size_t index = 0; index < std::min(count, arguments.size()); index++) {
    text += text.empty() ? "" : ", ";
    text += arguments[index].name() + " ";
    try {
      text += describe(env, plan.arguments[index].kind, values[index]);
    } catch (...) {
      text += "(unusable)";
    }
  }
  return text;
}

napi_value from_ivalue(napi_env env, IValue value, int32_t id) {
  // Moved, since counting references costs as much as all else here.
  if (value.isTensor()) return to_javascript(env, std::move(value).toTensor(), id);
  if (value.isNone()) return undefined(env);
  if (value.isBool()) return to_javascript(env, value.toBool());
  if (value.isInt()) return to_javascript(env, value.toInt());
  if (value.isDouble()) return to_javascript(env, value.toDouble());
  if (value.isScalar()) return to_javascript(env, value.toScalar().toDouble());
  if (value.isString()) return to_javascript(env, value.toStringRef());
  if (!value.isList()) throw BridgeError("results of type " + value.tagKind() + " cannot be passed to JavaScript");
  std::vector<napi_value> elements;
  for (const IValue& element : value.toListRef()) elements.push_back(from_ivalue(env, element, id));
  return to_javascript(env, elements);
}

constexpr size_t kMaxArguments = 32;

void push_arguments(napi_env env, Environment& state, const OperatorPlan& plan, const napi_value* values, size_t count,
                    torch::jit::Stack& stack) {
  const auto& names = plan.handle.schema().arguments();
  if (count > names.size())
    throw BridgeError("takes " + std::to_string(names.size()) + " arguments, got " + std::to_string(count));
  for (size_t index = 0; index < names.size(); index++) {
    const ArgumentPlan& argument = plan.arguments[index];
    // Most arguments are live tensors, which need no look at what else they might be.
    double handle;
    const bool is_number = argument.kind == Kind::Tensor && index < count &&
                           napi_get_value_double(env, values[index], &handle) == napi_ok;
    if (const at::Tensor* tensor = is_number ? find(state, handle) : nullptr) {
      stack.emplace_back(*tensor);
      continue;
    }
    const bool left_out = index >= count || type_of(env, values[index]) == napi_undefined;
    if (left_out && argument.has_default) {
      stack.push_back(argument.default_value);
      continue;
    }
    if (argument.is_optional && (left_out || is_absent(env, values[index]))) {
      stack.emplace_back();
      continue;
    }
    if (left_out) throw BridgeError("argument " + names[index].name() + " is missing");
    try {
      stack.push_back(to_ivalue(env, argument, values[index]));
    } catch (const PendingException&) {
      throw BridgeError("argument " + names[index].name() + " must be " + names[index].type()->str());
    } catch (const BridgeError& error) {
      throw BridgeError("argument " + names[index].name() + ": " + error.what());
    }
  }
}

napi_value invoke(napi_env env, int32_t id, const napi_value* values, size_t count) {
  Environment& state = environment(env);
  const OperatorPlan& plan = state.operators.at(id);
  const auto fail = [&](const std::string& reason) {
    throw BridgeError(plan.name + ": " + reason + "\n  arguments: " + describe_call(env, plan, values, count) +
                      "\n  schema: " + c10::str(plan.handle.schema()));
  };
  torch::jit::Stack& stack = state.stack;
  stack.clear();
  try {
    push_arguments(env, state, plan, values, count, stack);
    plan.handle.callBoxed(stack);
  } catch (const c10::Error& error) {
    stack.clear();
    fail(error.what_without_backtrace());
  } catch (const std::exception& error) {
    stack.clear();
    fail(error.what());
  }
  const auto take = [&](size_t index) {
    return plan.returns_written_argument[index] ? undefined(env) : from_ivalue(env, std::move(stack[index]), id);
  };
  napi_value result = nullptr;
  if (stack.size() == 1) {
    result = take(0);
  } else if (!stack.empty()) {
    std::vector<napi_value> results;
    for (size_t index = 0; index < stack.size(); index++) results.push_back(take(index));
    result = to_javascript(env, results);
  }
  stack.clear();
  return result;
}

napi_value call(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto invoke_with = [&](const auto& arguments) {
      const int32_t id = static_cast<int32_t>(to_double(env, arguments[0]));
      return invoke(env, id, arguments.values + 1, std::min(arguments.count, kMaxArguments + 1) - 1);
    };
    // Node fills the whole of the array that it is given, so a short one is tried first.
    constexpr size_t kFew = 6;
    const Arguments<kFew> few(env, info);
    return few.count <= kFew ? invoke_with(few) : invoke_with(Arguments<kMaxArguments + 1>(env, info));
  });
}

int64_t operator_id(napi_env env, const Call& call) { return intern(environment(env), to_string(env, call[0])); }

std::string operator_schema(napi_env env, const Call& call) {
  Environment& state = environment(env);
  return c10::str(state.operators[intern(state, to_string(env, call[0]))].handle.schema());
}

}  // namespace

void export_calls(napi_env env, napi_value exports) {
  export_function<operator_id>(env, exports, "operatorId");
  export_function<operator_schema>(env, exports, "operatorSchema");
  export_callback(env, exports, "call", call);
}

}  // namespace mochi
