{
  "targets": [
    {
      "target_name": "mochi",
      "sources": [
        "native/addon.cc",
        "native/autocast.cc",
        "native/autograd.cc",
        "native/call.cc",
        "native/kernels/augment-rows.cc",
        "native/kernels/augment-view.cc",
        "native/kernels/augment.cc",
        "native/kernels/jpeg.cc",
        "native/tensor.cc",
      ],
      "defines": ["NAPI_VERSION=8"],
      # Node's own settings switch exceptions and rtti off and choose a C++ version.
      "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": [
        "-O3",
        "-fexceptions",
        "-frtti",
        "<!@(node scripts/setup/gyp-flags.mjs compile)",
      ],
      "libraries": ["<!@(node scripts/setup/gyp-flags.mjs link)"],
      "xcode_settings": {
        "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
        "GCC_ENABLE_CPP_RTTI": "YES",
        "GCC_OPTIMIZATION_LEVEL": "3",
        "CLANG_CXX_LIBRARY": "libc++",
        "MACOSX_DEPLOYMENT_TARGET": "11.0",
        "OTHER_CPLUSPLUSFLAGS": ["<!@(node scripts/setup/gyp-flags.mjs compile)"],
      },
    },
  ],
}
