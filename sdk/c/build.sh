#!/bin/sh
# Builds the example program in C and assembles its package in target/c/group-only-c: see README.md.
# WIT_BINDGEN and CC name other commands than those of the README.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work="$root/target/c/work"
package="$root/target/c/group-only-c"
mkdir -p "$work" "$package"

${WIT_BINDGEN:-wit-bindgen} c "$root/sdk/wit" --out-dir "$work"
# shellcheck disable=SC2086 # a command with its arguments
${CC:-python3 -m ziglang cc} --target=wasm32-freestanding -std=c17 -Wall -Wextra -Wno-unused-parameter -Oz -nostdlib \
    -fno-builtin -I"$root/sdk/c/include" -I"$work" -Wl,--no-entry -Wl,-z,stack-size=65536 \
    "$root/sdk/c/examples/group-only.c" "$root/sdk/c/runtime.c" "$work/program.c" "$work/program_component_type.o" \
    -o "$work/module.wasm"
(cd "$root" && cargo xtask component "$work/module.wasm" "$package/policy.wasm")

cp -r "$root/plugins/group-only/cases" "$root/plugins/group-only/locale" "$package/"
sed -e 's/^id = .*/id = "group-only-c"/' -e 's/^fr = "Avantage réservé"/fr = "Avantage réservé (C)"/' \
    -e 's/^en = "For some customers only"/en = "For some customers only (C)"/' \
    "$root/plugins/group-only/manifest.toml" > "$package/manifest.toml"
