#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM, one on the PATH, Debian's package when root, or Playwright's own.
# Usage: tools/chromium.sh PYTHON_OF_THE_ENVIRONMENT
set -u
python=$1

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" 2>/dev/null && return 0
    done
    mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    [ -x "$mac" ] && echo "$mac"
}

if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] && { echo "$CHROMIUM"; exit 0; }
    echo "CHROMIUM=$CHROMIUM is not a program that can be run." >&2
    exit 1
fi
on_path && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium on the PATH: installing Debian's package." >&2
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >&2 && on_path && exit 0
fi
echo "No Chromium on the PATH: installing Playwright's own." >&2
if "$python" -m playwright install chromium >&2; then
    "$python" -c 'from playwright.sync_api import sync_playwright as s
with s() as p: print(p.chromium.executable_path)' && exit 0
fi
echo "The browser tests need Chromium. Debian, Ubuntu: sudo apt-get install chromium. Or: make test CHROMIUM=/path/to/chromium" >&2
exit 1
