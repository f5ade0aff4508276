// Other programs, run by tests as a person would run them.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace wildclaims::tests {

struct Finished {
  int exit_code = -1;  // 128 + the signal's number when a signal ended it
  std::string output;  // standard output and standard error, as they came
};

// Runs the program to its end. `input` is its standard input. The first argument is the program, found by PATH.
Finished run_program(const std::vector<std::string>& arguments, const std::string& input = {});

// A program that goes on in the background. Its output goes to a file.
class Background {
 public:
  Background(const std::vector<std::string>& arguments, const std::filesystem::path& output);
  // Ends it (SIGKILL) if nobody did.
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  bool is_running();
  pid_t process() const { return process_; }
  void signal(int signal) const;
  // Sends the signal and waits for the end; answers the exit code as Finished does.
  int end_with(int signal);

 private:
  int collect(int options);

  pid_t process_ = -1;
  int exit_code_ = -1;
};

}  // namespace wildclaims::tests
