// Rulebooks reloaded by the operator: a hang-up signal to the running service, and what its log says.
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

namespace fs = std::filesystem;

bool says_in_time(const Service& service, const std::string& text) {
  for (int i = 0; i < 1'000; ++i) {
    if (service.output().find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

TEST_CASE(
    "A hang-up reloads the rulebooks: clean ones are put in place, others are told in the log, and nothing ends") {
  const TemporaryDirectory scratch;
  const fs::path config = scratch.file("config");
  for (const char* part : {"programmes", "divisions", "rulebooks", "demo"}) {
    fs::create_directories(config / part);
    fs::copy(fs::path(WILDCLAIMS_SOURCE_DIR) / "config" / part, config / part, fs::copy_options::recursive);
  }
  ServiceSettings settings;
  settings.config = config;
  Service service(settings);
  Person auditor(service, "auditor");
  CHECK(auditor.read("/rulebooks")["rulebooks"].size() == 2);

  const fs::path last = config / "rulebooks" / "pinglu-2026.yaml";
  const std::string text = read_text(last);
  fs::remove(last);
  service.hang_up();
  CHECK(says_in_time(service, "rulebooks reloaded: removed pinglu-wildlife 2026.1; unchanged 1\n"));
  CHECK(auditor.read("/rulebooks")["rulebooks"].size() == 1);

  write_text(last, text + "surprise: 1\n");
  service.hang_up();
  CHECK(says_in_time(service, "rulebooks not reloaded; those in place stay, because:\n"));
  CHECK(says_in_time(service, "pinglu-2026.yaml:"));
  CHECK(says_in_time(service, "error[unknown_key]"));
  CHECK(auditor.read("/rulebooks")["rulebooks"].size() == 1);

  write_text(last, text);
  service.hang_up();
  CHECK(says_in_time(service, "rulebooks reloaded: added pinglu-wildlife 2026.1; unchanged 1\n"));
  CHECK(auditor.read("/rulebooks")["rulebooks"].size() == 2);
  INFO(service.output());
  CHECK(service.stop() == 0);
}

}  // namespace wildclaims::tests
