// One boxed call reaches every operator: arguments are converted by the operator's own schema.
#include "addon.h"

#include <algorithm>
#include <cmath>
#include <sstream>

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

template <typename T, typename Convert>
IValue to_list(napi_env env, napi_value value, int32_t repeat, Convert convert) {
  c10::List<T> list;
  bool is_array = false;
  check(napi_is_array(env, value, &is_array));
  if (!is_array) {
    if (repeat == 0) throw BridgeError("expected an array");
    for (int32_t index = 0; index < repeat; index++) list.push_back(convert(value));
    return list;
  }
  uint32_t length;
  check(napi_get_array_length(env, value, &length));
  list.reserve(length);
  for (uint32_t index = 0; index < length; index++) {
    napi_value element;
    check(napi_get_element(env, value, index, &element));
    list.push_back(convert(element));
  }
  return list;
}

IValue to_ivalue(napi_env env, Environment& state, const ArgumentPlan& plan, napi_value value) {
  const auto tensor = [&](napi_value element) -> at::Tensor { return lookup(state, to_double(env, element)); };
  switch (plan.kind) {
    case Kind::Tensor: return tensor(value);
    case Kind::TensorList: return to_list<at::Tensor>(env, value, 0, tensor);
    case Kind::OptionalTensorList:
      return to_list<c10::optional<at::Tensor>>(env, value, 0, [&](napi_value element) -> c10::optional<at::Tensor> {
        if (is_absent(env, element)) return c10::nullopt;
        return tensor(element);
      });
    case Kind::Number: return to_scalar(env, value);
    case Kind::Int:
      if (type_of(env, value) == napi_string) return enumeration(to_string(env, value));
      return static_cast<int64_t>(to_double(env, value));
    case Kind::Float: return to_double(env, value);
    case Kind::Bool: return to_bool(env, value);
    case Kind::String: return to_string(env, value);
    case Kind::IntList:
      return to_list<int64_t>(env, value, plan.repeat,
                              [&](napi_value element) { return static_cast<int64_t>(to_double(env, element)); });
    case Kind::FloatList:
      return to_list<double>(env, value, plan.repeat, [&](napi_value element) { return to_double(env, element); });
    case Kind::BoolList:
      return to_list<bool>(env, value, plan.repeat, [&](napi_value element) { return to_bool(env, element); });
    case Kind::NumberList: {
      // Foreach operators take one Scalar per tensor; a list of numbers has no typed form in c10::List.
      c10::impl::GenericList list(c10::NumberType::get());
      uint32_t length;
      check(napi_get_array_length(env, value, &length));
      for (uint32_t index = 0; index < length; index++) {
        napi_value element;
        check(napi_get_element(env, value, index, &element));
        list.push_back(IValue(to_double(env, element)));
      }
      return list;
    }
    case Kind::Device: return c10::Device(to_string(env, value));
    case Kind::Generator: return to_generator(env, value);
  }
  throw BridgeError("unknown kind of argument");
}

std::string describe_number(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string describe(napi_env env, Environment& state, const ArgumentPlan& plan, napi_value value) {
  switch (type_of(env, value)) {
    case napi_undefined: return "(left out)";
    case napi_null: return "null";
    case napi_boolean: return to_bool(env, value) ? "true" : "false";
    case napi_string: return '"' + to_string(env, value) + '"';
    case napi_number: {
      const double number = to_double(env, value);
      return plan.kind == Kind::Tensor ? mochi::describe(lookup(state, number)) : describe_number(number);
    }
    default: break;
  }
  bool is_array = false;
  check(napi_is_array(env, value, &is_array));
  if (!is_array) return "a value of the wrong type";
  uint32_t length;
  check(napi_get_array_length(env, value, &length));
  std::string text = "[";
  for (uint32_t index = 0; index < std::min<uint32_t>(length, 4); index++) {
    napi_value element;
    check(napi_get_element(env, value, index, &element));
    const bool is_tensor = plan.kind == Kind::TensorList || plan.kind == Kind::OptionalTensorList;
    if (is_tensor && type_of(env, element) == napi_number)
      text += mochi::describe(lookup(state, to_double(env, element)));
    else
      text += type_of(env, element) == napi_number ? describe_number(to_double(env, element)) : "…";
    if (index + 1 < length) text += ", ";
  }
  return text + (length > 4 ? "…]" : "]");
}

std::string describe_call(napi_env env, Environment& state, const OperatorPlan& plan, const napi_value* values, size_t count) {
  std::string text;
  const auto& arguments = plan.handle.schema().arguments();
  for (size_t index = 0; index < std::min(count, arguments.size()); index++) {
    text += text.empty() ? "" : ", ";
    text += arguments[index].name() + " ";
    try {
      text += describe(env, state, plan.arguments[index], values[index]);
    } catch (...) {
      text += "(unusable)";
    }
  }
  return text;
}

std::string schema_text(const OperatorPlan& plan) {
  std::ostringstream text;
  text << plan.handle.schema();
  return text.str();
}

napi_value from_ivalue(napi_env env, Environment& state, const IValue& value, int32_t id) {
  if (value.isTensor()) return from_tensor(env, state, value.toTensor(), id);
  if (value.isNone()) return undefined(env);
  if (value.isBool()) return from_bool(env, value.toBool());
  if (value.isInt()) return from_double(env, static_cast<double>(value.toInt()));
  if (value.isDouble()) return from_double(env, value.toDouble());
  if (value.isScalar()) return from_double(env, value.toScalar().toDouble());
  if (value.isString()) return from_string(env, value.toStringRef());
  if (value.isList()) {
    const auto list = value.toListRef();
    napi_value array;
    check(napi_create_array_with_length(env, list.size(), &array));
    for (size_t index = 0; index < list.size(); index++)
      check(napi_set_element(env, array, index, from_ivalue(env, state, list[index], id)));
    return array;
  }
  throw BridgeError("results of type " + value.tagKind() + " cannot be passed to JavaScript");
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
      stack.push_back(to_ivalue(env, state, argument, values[index]));
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
    throw BridgeError(plan.name + ": " + reason + "\n  arguments: " + describe_call(env, state, plan, values, count) +
                      "\n  schema: " + schema_text(plan));
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
  const size_t results = plan.returns_written_argument.size();
  napi_value result = nullptr;
  const auto convert = [&](size_t index) {
    if (plan.returns_written_argument[index]) return undefined(env);
    // Moved, since counting references costs as much as all else here.
    if (stack[index].isTensor()) return from_tensor(env, state, std::move(stack[index]).toTensor(), id);
    return from_ivalue(env, state, stack[index], id);
  };
  if (results == 1) {
    result = convert(0);
  } else if (results > 1) {
    check(napi_create_array_with_length(env, results, &result));
    for (size_t index = 0; index < results; index++) check(napi_set_element(env, result, index, convert(index)));
  }
  stack.clear();
  return result;
}

napi_value call(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto invoke_with = [&](const auto& arguments) {
      if (arguments.count == 0) throw BridgeError("call needs the id of an operator");
      const int32_t id = static_cast<int32_t>(to_double(env, arguments[0]));
      return invoke(env, id, arguments.values + 1, std::min(arguments.count, kMaxArguments + 1) - 1);
    };
    // Node fills the whole of the array that it is given, so a short one is tried first.
    constexpr size_t kFew = 6;
    const Arguments<kFew> few(env, info);
    return few.count <= kFew ? invoke_with(few) : invoke_with(Arguments<kMaxArguments + 1>(env, info));
  });
}

napi_value operator_id(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    return from_double(env, intern(environment(env), to_string(env, arguments[0])));
  });
}

napi_value operator_schema(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    Environment& state = environment(env);
    const int32_t id = intern(state, to_string(env, arguments[0]));
    return from_string(env, schema_text(state.operators[id]));
  });
}

}  // namespace

void export_calls(napi_env env, napi_value exports) {
  export_function(env, exports, "operatorId", operator_id);
  export_function(env, exports, "operatorSchema", operator_schema);
  export_function(env, exports, "call", call);
}

}  // namespace mochi
