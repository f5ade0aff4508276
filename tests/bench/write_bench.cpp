// The workflow's commands without HTTP, many callers and one writer, and beside them prepared SQLite statements that
// write the rows of the same reports in transactions of the same size.
//   write_bench [CLAIMS [CALLERS [DIRECTORY]]]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "claims/store/connection.h"
#include "claims/store/migrations.h"
#include "tests/bench/claim_road.h"
#include "tests/bench/made_reports.h"
#include "tests/bench/raw_rows.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

constexpr std::size_t kClaims = 20'000;
constexpr std::size_t kCallers = 32;  // as many as the service has workers
constexpr const char* kApprovalDay = "2025-09-25";

// Of reports alone, from an empty database: the mean size of a transaction, and the throughput.
struct Reports {
  Stage stage;
  std::size_t group = 0;
};

Reports take_reports(const std::string& directory, std::size_t claims, std::size_t callers) {
  MadeOffice office(directory, kMadeReportsToday);
  const auto before = office.office().writer().counts();
  Reports reports{take_reports(office, callers, 0, claims), 0};
  const auto after = office.office().writer().counts();
  const double group =
      static_cast<double>(after.commands - before.commands) / static_cast<double>(after.groups - before.groups);
  reports.group = static_cast<std::size_t>(std::lround(std::max(group, 1.0)));
  return reports;
}

int run(std::size_t claims, std::size_t callers, const std::string& directory) {
  std::filesystem::create_directories(directory + "/raw");
  const Reports ours = take_reports(directory + "/reports", claims, callers);
  const std::string raw = directory + "/raw/wildclaims.db";
  {
    store::Connection db(raw, store::Connection::Access::read_write);
    store::migrate(db);
  }
  const RawWriting theirs = write_raw(directory + "/reports/wildclaims.db", raw, ours.group);
  std::printf("reports through the workflow, %zu callers   %8.0f/s, %zu a transaction\n", callers,
              ours.stage.per_second(), ours.group);
  std::printf("their rows by prepared statements alone    %8.0f/s, %.1f rows each\n", theirs.per_second(),
              static_cast<double>(theirs.rows) / static_cast<double>(theirs.reports));
  std::printf("workflow : statements                      %8.2f\n", ours.stage.per_second() / theirs.per_second());

  MadeOffice office(directory + "/road", kMadeReportsToday);
  for (const Stage& stage : walk_road(office, callers, 0, claims, kApprovalDay)) {
    std::printf("  %-40s %8.0f/s\n", std::string(stage.command).c_str(), stage.per_second());
  }
  return 0;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims;
  const std::size_t claims = argc > 1 ? std::stoul(argv[1]) : bench::kClaims;
  const std::size_t callers = argc > 2 ? std::stoul(argv[2]) : bench::kCallers;
  std::optional<tests::TemporaryDirectory> own;
  if (argc <= 3) own.emplace();
  return bench::run(claims, callers, own ? own->path() : argv[3]);
}
