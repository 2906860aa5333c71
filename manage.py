#!/usr/bin/env python3
"""Run one of the application's commands."""

import os
import sys


def main() -> None:
    """Run the command named on the command line.

    A checkout in which nothing has been configured is somebody's own machine: its commands work
    on the local installation in `var/`. The servers (`config.wsgi`, `config.asgi`) never assume so.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not {"SECRET_KEY", "SECRET_KEY_FILE", "ALLOWED_HOSTS"} & os.environ.keys():
        os.environ.setdefault("LOCAL_MODE", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
