#!/usr/bin/env bash
# Checks that the C++ files are formatted (clang-format 14) and clean (clang-tidy 14); wants a configured build/ for the latter.
#
#   tools/lint.sh [--fix]       --fix formats the files instead of complaining
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files '*.cpp' '*.hpp')
case ${1:-} in
  --fix) clang-format-14 -i "${files[@]}"; exit ;;
  "") ;;
  -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "lint.sh: unknown option $1; the only one is --fix." >&2; exit 2 ;;
esac
clang-format-14 --dry-run -Werror "${files[@]}"
echo "== ${#files[@]} files are formatted."
[ -f build/compile_commands.json ] || { echo "lint.sh: no build/compile_commands.json; run tools/setup.sh --tests first." >&2; exit 3; }
# Only what the build compiles has the flags that clang-tidy needs.
mapfile -t units < <(python3 -c '
import json, os
print("\n".join(sorted({os.path.relpath(c["file"]) for c in json.load(open("build/compile_commands.json"))})))' |
  grep -E '^(modules|pipelines|tools|tests|samples)/.*\.cpp$')
printf '%s\0' "${units[@]}" | xargs -0 -n1 -P2 clang-tidy-14 -p build --quiet
echo "== ${#units[@]} sources are clean."
