#!/usr/bin/env bash
# Checks that the C++ files are formatted (clang-format 14) and clean (clang-tidy 14); wants a configured build/ for the latter.
#
#   tools/lint.sh [--fix]       --fix formats the files instead of complaining
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files '*.cpp' '*.hpp' '*.cu' '*.cuh')
case ${1:-} in
  --fix) clang-format-14 -i "${files[@]}"; exit ;;
  "") ;;
  -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "lint.sh: unknown option $1; the only one is --fix." >&2; exit 2 ;;
esac
clang-format-14 --dry-run -Werror "${files[@]}"
echo "== ${#files[@]} files are formatted."
[ -f build/compile_commands.json ] || { echo "lint.sh: no build/compile_commands.json; run tools/setup.sh --tests first." >&2; exit 3; }
# Only what the build compiles has the flags that clang-tidy needs; what is for GCC alone is nothing for it.
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
mapfile -t units < <(python3 - "$commands" <<'EOF'
import json, os, re, sys
commands = json.load(open("build/compile_commands.json"))
for command in commands:
    command["command"] = re.sub(r" -Winvalid-pch| -Wno-stringop-overflow| -include \S*/cmake_pch\.hxx", "", command["command"])
json.dump(commands, open(sys.argv[1] + "/compile_commands.json", "w"))
print("\n".join(sorted({os.path.relpath(command["file"]) for command in commands})))
EOF
)
# Most are compiled several at once, in files that include them.
mapfile -t units < <(printf '%s\n' "${units[@]}" | grep -E '^(modules|pipelines|tools|tests|samples)/.*\.cpp$|/Unity/unity_.*\.cxx$')
printf '%s\0' "${units[@]}" | xargs -0 -n1 -P2 clang-tidy-14 -p "$commands" --quiet
echo "== ${#units[@]} sources are clean."
