#include "tests/journey/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

pid_t start(const std::vector<std::string>& arguments, const std::string& input, const std::string& output) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t process = -1;
  const int failure = posix_spawnp(&process, argv[0], &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failure != 0) throw std::runtime_error("cannot start " + arguments.front());
  return process;
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

Finished run_program(const std::vector<std::string>& arguments, const std::string& input) {
  const TemporaryDirectory scratch;
  const auto in = scratch.file("input");
  const auto out = scratch.file("output");
  write_text(in, input);
  const pid_t process = start(arguments, in, out);
  int status = 0;
  if (waitpid(process, &status, 0) != process) throw std::runtime_error("lost " + arguments.front());
  return {exit_code_of(status), read_text(out)};
}

Background::Background(const std::vector<std::string>& arguments, const std::filesystem::path& output)
    : process_(start(arguments, "/dev/null", output.string())) {}

Background::~Background() {
  if (is_running()) end_with(SIGKILL);
}

int Background::collect(int options) {
  if (process_ == -1) return exit_code_;
  int status = 0;
  if (waitpid(process_, &status, options) == process_) {
    process_ = -1;
    exit_code_ = exit_code_of(status);
  }
  return exit_code_;
}

bool Background::is_running() {
  collect(WNOHANG);
  return process_ != -1;
}

void Background::signal(int signal) const {
  if (process_ != -1) kill(process_, signal);
}

int Background::end_with(int signal) {
  if (is_running()) {
    kill(process_, signal);
    collect(0);
  }
  return exit_code_;
}

}  // namespace wildclaims::tests
