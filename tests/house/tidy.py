#!/usr/bin/env python3
"""clang-format and clang-tidy over every C++ source of ours: tidy.py BUILD_DIRECTORY.

A file that was clean stays clean until it, a header of ours that it includes, the settings or the installed
packages change: the keys of clean files are kept in BUILD_DIRECTORY/tidy, so a second run takes seconds.
The last line is "N passed, M failed"; the exit code is 0 when everything is clean, 1 otherwise.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUR_DIRECTORIES = ("rules", "claims", "tests")
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def our_files(suffix):
    return sorted(path for top in OUR_DIRECTORIES for path in (ROOT / top).rglob("*" + suffix))


def closure(source):
    """The source and every header of ours it includes, directly or not."""
    seen, waiting = set(), [source]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        waiting.extend(ROOT / name.decode() for name in INCLUDE.findall(path.read_bytes()))
    return sorted(seen)


def environment_key():
    """What the verdicts depend on besides our sources: the settings and the installed packages."""
    packages = subprocess.run(["dpkg-query", "--show"], capture_output=True, check=True).stdout
    return hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + packages).digest()


def key_of(source, command, environment):
    digest = hashlib.sha256(environment + command.encode())
    for path in closure(source):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def commands_of(build):
    """Source path to compile command. The tests' headers-alone objects are not sources of ours."""
    entries = json.loads((build / "compile_commands.json").read_text())
    return {pathlib.Path(entry["file"]): entry["command"] for entry in entries}


def format_faults():
    files = [str(path) for suffix in (".h", ".cpp") for path in our_files(suffix)]
    run = subprocess.run(["clang-format", "--dry-run", "-Werror", "--style=file", *files], capture_output=True, text=True)
    faults = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", run.stderr, re.MULTILINE)))
    sys.stderr.write(run.stderr if run.returncode and not faults else "")
    return files, faults, run.returncode


def tidy(build, source):
    # The commands are written for g++, some of whose warnings clang does not know.
    command = ["clang-tidy", "--quiet", "--extra-arg=-Wno-unknown-warning-option", "-p", str(build), str(source)]
    return subprocess.run(command, capture_output=True, text=True)


def tidy_faults(build, commands):
    cache = build / "tidy"
    cache.mkdir(exist_ok=True)
    environment = environment_key()
    keys = {source: key_of(source, command, environment) for source, command in commands.items()}
    waiting = sorted(source for source, key in keys.items() if not (cache / key).exists())
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(tidy, build, source): source for source in waiting}
        for done, future in enumerate(concurrent.futures.as_completed(runs), 1):
            source, run = runs[future], future.result()
            print(f"[{done}/{len(waiting)}] {source.relative_to(ROOT)}", file=sys.stderr, flush=True)
            if run.returncode == 0:
                (cache / keys[source]).touch()
            else:
                failed.append(source)
                print(run.stdout, run.stderr, sep="\n")
    for stale in set(path.name for path in cache.iterdir()) - set(keys.values()):
        (cache / stale).unlink()
    return failed


def main():
    build = (ROOT / sys.argv[1]).resolve()
    files, unformatted, format_code = format_faults()
    for path in unformatted:
        print(f"{pathlib.Path(path).relative_to(ROOT)}: not as clang-format writes it: clang-format -i {path}")
    commands = {source: command for source, command in commands_of(build).items() if source in set(our_files(".cpp"))}
    unlisted = sorted(set(our_files(".cpp")) - set(commands))
    for source in unlisted:
        print(f"{source.relative_to(ROOT)}: no target compiles it")
    failed = tidy_faults(build, commands)
    failures = len(unformatted) + len(unlisted) + len(failed) + (1 if format_code and not unformatted else 0)
    print(f"{len(files) + len(commands) + len(unlisted) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
