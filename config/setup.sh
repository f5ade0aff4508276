# Set-up that claims/run and tests/run share: packages, configuring, building. Sourced by bash, never run.
#
# Exit codes of both scripts:
#   0  done (or stopped by Ctrl-C or SIGTERM)
#   1  a test or a check failed (tests/run)
#   2  the command line is wrong
#   3  this machine lacks something that could not be installed
#   4  configuring or building failed
#   5  the port is busy (claims/run)
#   6  the service did not start, or stopped by itself (claims/run)

readonly exit_failed=1 exit_usage=2 exit_missing=3 exit_build=4 exit_port=5 exit_service=6
export exit_failed exit_usage exit_missing exit_build exit_port exit_service

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly root
readonly package_list="$root/config/dependencies/debian.txt"

say() { printf '== %s\n' "$*" >&2; }

# stop CODE ENGLISH CHINESE: one clear sentence in each language, then the end.
stop() {
  printf '%s: %s\n' "$0" "$2" >&2
  printf '%s: %s\n' "$0" "$3" >&2
  exit "$1"
}

# packages_of SECTION…: the package names of these sections of the list.
packages_of() {
  awk -v wanted=" $* " '
    /^# == / { take = index(wanted, " " $3 " ") > 0; next }
    take && !/^#/ && NF { print $1 }' "$package_list"
}

# missing_of SECTION…: those of them that are not installed, by themselves or as part of another package (a nodejs that
# brings npm). Asks only the local package database.
missing_of() {
  command -v dpkg-query >/dev/null ||
    stop $exit_missing "this needs Debian 12, Ubuntu 24.04 or later: dpkg-query was not found" \
      "需要 Debian 12、Ubuntu 24.04 或更新版本：找不到 dpkg-query"
  local installed
  installed="$(dpkg-query --show --showformat '${db:Status-Status} ${Package} ${Provides}\n' |
    awk '$1 == "installed" { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; i++) print $i }')"
  packages_of "$@" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

# install_packages SECTION…: installs what is missing; touches neither network nor privileges when nothing is.
install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_of "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      stop $exit_missing "these packages are missing and there is no sudo; as root, install: ${missing[*]}" \
        "缺少以下软件包，且没有 sudo；请以 root 身份安装：${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q >&2 ||
    say "The package lists could not be refreshed; trying with those at hand"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 ||
    stop $exit_missing "these packages could not be installed (see the lines above): ${missing[*]}" \
      "以下软件包安装失败（原因见上文）：${missing[*]}"
}

# configure_tree DIRECTORY [CMAKE OPTION…]: Ninja files in build/<name>; a build moved here from elsewhere starts anew.
configure_tree() {
  local directory="$1" fresh=()
  shift
  if [ -f "$directory/CMakeCache.txt" ] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$directory/CMakeCache.txt"; then
    fresh=(--fresh)
  fi
  say "Configuring $directory"
  mkdir -p "$directory"
  cmake "${fresh[@]}" -S "$root" -B "$directory" -G Ninja "$@" >"$directory/configure.log" 2>&1 || {
    cat "$directory/configure.log" >&2
    stop $exit_build "configuring failed (see the lines above)" "配置失败（原因见上文）"
  }
}

# build_tree DIRECTORY TARGET…: builds with ninja's own progress lines.
build_tree() {
  local directory="$1"
  shift
  say "Building $* (the first time takes some minutes)"
  cmake --build "$directory" --parallel "$(nproc)" --target "$@" >&2 ||
    stop $exit_build "building failed (see the lines above)" "编译失败（原因见上文）"
}
