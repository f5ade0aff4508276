// The real service as a process of its own, with what it takes of the machine.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/journey/http.h"
#include "tests/journey/process.h"

namespace wildclaims::bench {

// In MiB.
struct ResidentMemory {
  double all = 0;
  double of_files = 0;  // of it pages of files that the system may take back: program, libraries, the index of the log
};

class MeasuredService {
 public:
  // Starts `wildclaims serve` as a demo on the data directory, which is made if it is not there, with every answer in
  // its log, and waits until it is ready.
  MeasuredService(std::string data, const std::string& today, std::string config);
  MeasuredService(const MeasuredService&) = delete;
  MeasuredService& operator=(const MeasuredService&) = delete;

  int port() const { return port_; }
  // From starting the process to its first answer.
  double start_seconds() const { return start_seconds_; }
  // Of the processor, until now.
  double processor_seconds() const;
  ResidentMemory resident() const;
  void stop();

  // "Authorization: Bearer …\r\n" of a demo user who has just signed in.
  std::string signed_in(const std::string& user);
  // Opens the policy year, as the demo's administrator.
  void open_policy(int year);
  // The body of a GET that must succeed.
  std::string get(const std::string& authorization, const std::string& path);

 private:
  std::string post(const std::string& path, const std::string& authorization, const std::string& body);

  std::string data_;
  std::string config_;
  int port_ = 0;
  double start_seconds_ = 0;
  std::unique_ptr<tests::Background> process_;
};

}  // namespace wildclaims::bench
