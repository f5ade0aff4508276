// A real disk that fills up under the service: a small one in memory, where this machine lets a test have one.
#include <sys/mount.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tests/journey/road.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::tests {

namespace {

namespace fs = std::filesystem;

constexpr int kCreated = 201;
constexpr int kUnavailable = 503;

// Room for a start and the filler.
constexpr const char* kDiskSize = "size=64m,mode=0700";

class SmallDisk {
 public:
  SmallDisk() : mounted_(::mount("tmpfs", place_.path().c_str(), "tmpfs", 0, kDiskSize) == 0) {}
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(place_.path().c_str(), MNT_DETACH);
  }
  bool is_there() const { return mounted_; }
  fs::path data() const { return place_.file("data"); }
  // Until nothing more fits.
  void fill() const {
    std::ofstream filler(place_.file("filler"), std::ios::binary);
    const std::string block(4'096, 'x');
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void make_room() const { fs::remove(place_.file("filler")); }

 private:
  TemporaryDirectory place_;
  bool mounted_;
};

Answer report(Person& clerk, int number, const std::string& key) {
  return clerk.post("/damage-reports", damage_report({household(number, "1.5")}, "disk " + std::to_string(number)),
                    {{"Idempotency-Key", key}});
}

int status_of(const Service& service, const char* path) {
  return HttpConnection(service.port()).send("GET", path).status;
}

}  // namespace

TEST_CASE("A disk that fills up refuses writes clearly, serves readings, and is served again once it has room") {
  const SmallDisk disk;
  if (!disk.is_there()) {
    WARN("no small disk can be mounted here: not tried");
    return;
  }
  ServiceSettings settings;
  settings.data = disk.data();
  Service service(settings);
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");
  Person clerk(service, "clerk");
  std::size_t made = 0;
  for (int number = 0; number < 20; ++number, ++made) REQUIRE(report(clerk, number, fresh_key()).status == kCreated);

  disk.fill();
  CHECK(status_of(service, "/readyz") == kUnavailable);
  // The log goes on for as long as its file has room of its own.
  Answer refused;
  std::string key;
  int number = 20;
  for (; number < 5'000; ++number) {
    key = fresh_key();
    refused = report(clerk, number, key);
    if (refused.status != kCreated) break;
    ++made;
  }
  INFO(refused.body);
  REQUIRE(refused.status == kUnavailable);
  CHECK(refused.json().at("type") == "/problems/storage_unavailable");
  CHECK(refused.json().at("detail").get<std::string>().find("disk of the data is full") != std::string::npos);
  CHECK(status_of(service, "/healthz") == 200);
  CHECK(status_of(service, "/readyz") == kUnavailable);
  CHECK(clerk.all("/damage-reports?limit=100", "reports").size() == made);

  disk.make_room();
  CHECK(status_of(service, "/readyz") == 200);
  CHECK(report(clerk, number, key).status == kCreated);
  CHECK(clerk.all("/damage-reports?limit=100", "reports").size() == made + 1);
  const Finished verified = service.command({"ledger", "verify"});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);
  CHECK(service.stop() == 0);
}

}  // namespace wildclaims::tests
