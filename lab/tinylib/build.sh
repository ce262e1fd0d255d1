#!/usr/bin/env bash
# Builds e2e/fixtures/tinylib.wasm.gz: a very small model library that web-llm 0.2.79 loads.
#   lab/tinylib/build.sh [scratch folder, default .tmp/tinylib]
# Needs Linux on x86-64, Python 3.11 or newer, and emscripten 3.1 (Debian: apt-get install emscripten). Takes about two
# minutes on two cores. The compiler and the runtime's sources come with the wheels of apache-tvm on PyPI (Apache-2.0).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=${1:-$root/.tmp/tinylib}
mkdir -p "$scratch"
cd "$scratch"

[[ -x venv/bin/python ]] || python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
site=$(venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')

# The runtime's sources as they include one another, with our stand-ins for the headers that the wheel leaves out.
rm -rf tree objects
mkdir -p tree/3rdparty tree/src objects
cp -rs "$site/tvm/src/runtime" tree/src/runtime
cp -rs "$here/support/src-support" tree/src/support
cp -rs "$site/tvm/web" tree/web
ln -s "$site/tvm/include" tree/include
ln -s "$site/tvm_ffi" tree/3rdparty/tvm-ffi

compile() {
  (cd tree && emcc -I. -Iinclude -I3rdparty/tvm-ffi/include -I"$here/support" -std=c++17 -Oz -w -c -o "../objects/$1.o" "$2")
}
compile runtime "$here/runtime/runtime.cc"
compile webllm_abi "$here/runtime/webllm_abi.cc"
compile webgpu_runtime web/emcc/webgpu_runtime.cc

venv/bin/python "$here/model.py" objects

emcc -O2 --no-entry -sSTANDALONE_WASM=1 -sWASM_BIGINT=1 -sERROR_ON_UNDEFINED_SYMBOLS=0 -sALLOW_MEMORY_GROWTH=1 \
  -sINITIAL_MEMORY=16MB -o tinylib.wasm objects/*.o
mkdir -p "$root/e2e/fixtures"
gzip -9nc tinylib.wasm >"$root/e2e/fixtures/tinylib.wasm.gz"
ls -l "$PWD/tinylib.wasm" "$root/e2e/fixtures/tinylib.wasm.gz"
