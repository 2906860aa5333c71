#!/usr/bin/env bash
# Make or renew the virtual environment in .venv from a lock file.
# Usage: scripts/environment.sh runtime|dev
# Does nothing, and needs no network, where the lock is already installed.
set -euo pipefail
cd "$(dirname "$0")/.."

lock="requirements/${1:?runtime or dev}.txt"
log=.venv/install.log

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
        if [ -n "$candidate" ] && "$candidate" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11, 3.12 or 3.13 is needed and was not found. PYTHON=/path/to/python names one." >&2
    exit 1
}

make_environment() {
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "    installing python3-venv"
            apt-get update -qq </dev/null
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv </dev/null >/dev/null
        else
            echo "Python's venv module is missing. Install it with: apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    "$python" -m venv --clear .venv
}

is_installed() {
    .venv/bin/python -c 'import django' 2>/dev/null &&
        { [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$(sha256sum <"requirements/$1.txt")" ]; }
}

report_progress() {
    local total
    total=$(grep -c '^[a-zA-Z]' "$lock")
    if [ -t 1 ]; then
        awk -v total="$total" '/^Collecting /{printf "\r    package %d of %d", ++n, total; fflush()}
            /^Installing /{printf "\r    unpacking the packages "; fflush()} END{print ""}'
    else
        awk -v total="$total" '/^Collecting /{n++; if (n % 20 == 0) print "    package " n " of " total; fflush()}'
    fi
}

if is_installed dev || is_installed "$1"; then
    echo "    up to date"
    exit
fi
.venv/bin/python -c '' 2>/dev/null || make_environment
if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes \
    --only-binary :all: -r "$lock" 2>&1 </dev/null | tee "$log" | report_progress; then
    grep -v '^Collecting\|^  Downloading\|^  Using' "$log" | tail -n 15 >&2
    echo "The packages of $lock could not be installed; $log has the details." >&2
    exit 1
fi
sha256sum <"$lock" >".venv/$1.stamp"
