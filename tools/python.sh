#!/bin/sh
# Prints the name of a Python that can make our environment, or says which package brings one.
# Usage: tools/python.sh [interpreter]
set -u

install_hint() { # $1: Debian and Ubuntu packages
    if [ "$(uname -s)" = Darwin ]; then
        echo "  macOS:          brew install python@3.13   (or the installer of python.org)" >&2
    else
        echo "  Debian, Ubuntu: sudo apt-get install $1" >&2
        echo "  Fedora:         sudo dnf install python3 python3-pip" >&2
    fi
}

found=
for candidate in "${1:-python3}" python3.13 python3.14 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        found=$candidate
        break
    fi
done
if [ -z "$found" ]; then
    echo "Emerge needs Python 3.11 or newer, and none was found on the PATH. To install one:" >&2
    install_hint "python3 python3-venv python3-pip"
    echo "A Python elsewhere can be named: make install PYTHON=/path/to/python3" >&2
    exit 1
fi
version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for module in venv ensurepip; do
    if ! "$found" -c "import $module" 2>/dev/null; then
        echo "$found (Python $version) lacks its module '$module', which makes the environment. To install it:" >&2
        install_hint "python3-venv python3-pip   (or python$version-venv)"
        exit 1
    fi
done
echo "$found"
