"""Find Chromium for the browser tests: prints its path. As root on Debian it is installed first."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "No Chromium, so no browser tests. Install it, for example: sudo apt-get install chromium"


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package, where we are root on a system that has one."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], stdout=sys.stderr, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=sys.stderr,
            check=False,
        )


def main() -> int:
    if not find():
        install()
    path = find()
    sys.stdout.write(f"{path or HOW}\n")
    return 0 if path or "CI" not in os.environ else 1


if __name__ == "__main__":
    sys.exit(main())
