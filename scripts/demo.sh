#!/usr/bin/env bash
# Set up the demonstration and serve it on this machine alone. Running it again is harmless.
# PORT, DATA_DIR and DATABASE_URL are taken from the environment and written nowhere.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8000}
export LOCAL_MODE=1
steps=6
step=0

begin() {
    step=$((step + 1))
    echo "[$step/$steps] $1"
}

manage() {
    .venv/bin/python manage.py "$@"
}

# Changes with the files of the checkout and with the packages that bring files of their own.
fingerprint_static() {
    { find static -type f -printf '%P %s %T@\n' | sort; cat requirements/runtime.txt; } | sha256sum
}

begin "Python packages"
scripts/environment.sh runtime
.venv/bin/python - "$port" <<'PYTHON'
import socket, sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {sys.argv[1]} cannot be used ({error}). Choose another: make demo PORT=8001")
PYTHON

begin "Database"
manage migrate --verbosity 0
echo "    up to date"

begin "Style sheets, scripts and fonts"
static_root=${STATIC_ROOT:-${DATA_DIR:-var}/static}
fingerprint=$(fingerprint_static)
if [ "$(cat "$static_root/.collected" 2>/dev/null)" = "$fingerprint" ]; then
    echo "    up to date"
else
    manage collectstatic --noinput --verbosity 0
    echo "$fingerprint" >"$static_root/.collected"
    echo "    collected"
fi

begin "The demonstration"
manage load_demo

begin "One login per role"
manage create_demo_logins

begin "Serving"
echo "    http://127.0.0.1:$port/        what visitors see"
echo "    http://127.0.0.1:$port/admin/  the desks of the house"
echo "    Stop with Ctrl-C."
exec .venv/bin/gunicorn config.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 4 \
    --worker-tmp-dir "${TMPDIR:-/tmp}" --no-control-socket --log-level warning
