// Durable damage reports through HTTP: one household and one item each, validated whole, answered when they are on the
// disk. 32 keep-alive connections; the generator runs on the same processors. Beside it, in the same run, a bare Poco
// handler that reads the same bodies.
//   report_bench [REPORTS [RUNS [DIRECTORY]]]        REPORTS a run; the database is kept in the directory, if named
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "tests/bench/bare_server.h"
#include "tests/bench/http_load.h"
#include "tests/bench/made_office.h"
#include "tests/bench/made_reports.h"
#include "tests/bench/measured_service.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

constexpr int kConnections = 32;
constexpr std::size_t kReports = 20'000;  // a run
constexpr int kRuns = 5;
constexpr int kCreated = 201;

// The numbers that the service has answered with: report k has place k.
using Acknowledged = std::vector<std::string>;

std::vector<std::string> requests_for(std::size_t from, std::size_t count, const std::string& authorization) {
  std::vector<std::string> requests;
  for (std::size_t i = from; i < from + count; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    const std::string headers = "Authorization: " + authorization + "\r\nIdempotency-Key: " + made_key(number) + "\r\n";
    requests.push_back(http_request("/api/v1/damage-reports", headers, made_report_body(number)));
  }
  return requests;
}

double median(std::vector<double> figures) {
  std::sort(figures.begin(), figures.end());
  return figures[figures.size() / 2];
}

// Every acknowledged report is in the file once, under the number that was answered, with its claim and its answer.
bool all_there(const std::string& file, const Acknowledged& acknowledged) {
  store::Connection db(file, store::Connection::Access::read_only);
  bool whole = true;
  for (std::size_t i = 0; i < acknowledged.size(); ++i) {
    auto row = db.query(
        "SELECT r.place, (SELECT count(*) FROM claims WHERE report_id = r.id) FROM damage_reports AS r "
        "WHERE r.number = ?",
        acknowledged[i]);
    whole = whole && row.step() && row.text() == made_report(static_cast<std::int64_t>(i)).place && row.integer() == 1;
  }
  auto counts = db.query(
      "SELECT (SELECT count(*) FROM damage_reports), (SELECT count(DISTINCT place) FROM damage_reports), "
      "(SELECT count(*) FROM claims), (SELECT count(*) FROM happenings WHERE kind = 'report'), "
      "(SELECT count(*) FROM idempotency_keys WHERE route = 'POST /api/v1/damage-reports')");
  counts.step();
  for (int i = 0; i < 5; ++i) whole = whole && counts.integer() == static_cast<std::int64_t>(acknowledged.size());
  return whole;
}

void print(const char* what, const Load& load) {
  std::printf("  %-22s %8.0f/s   p50 %6.2f ms   p99 %6.2f ms   longest %6.1f ms\n", what, load.per_second(),
              load.within(0.5), load.within(0.99), load.milliseconds.back());
}

int run(std::size_t reports, int runs, const std::string& directory) {
  BareServer bare(kConnections);
  MeasuredService service(directory, kMadeReportsToday, MadeOffice::shipped_configuration());
  service.open_policy(2025);
  const std::string clerk = service.signed_in("clerk");
  Acknowledged acknowledged;
  const auto take = [&](std::size_t count) {
    const std::size_t from = acknowledged.size();
    acknowledged.resize(from + count);
    return send_all(service.port(), kConnections, requests_for(from, count, clerk), kCreated,
                    [&](std::size_t request, std::string_view body) {
                      acknowledged[from + request] = nlohmann::json::parse(body).at("report");
                    });
  };
  const auto ignore = [](std::size_t, std::string_view) {};
  const std::vector<std::string> same = requests_for(0, reports, clerk);
  take(reports / 4);  // warm
  send_all(bare.port(), kConnections, same, kCreated, ignore);

  std::printf("durable damage reports over HTTP: %d runs of %zu, %d connections\n", runs, reports, kConnections);
  std::vector<double> rates;
  std::vector<double> p99s;
  std::vector<double> shares;
  double processor = 0;
  for (int i = 0; i < runs; ++i) {
    const double before = service.processor_seconds();
    const Load ours = take(reports);
    processor += service.processor_seconds() - before;
    const Load theirs = send_all(bare.port(), kConnections, same, kCreated, ignore);
    print("reports", ours);
    print("bare Poco handler", theirs);
    rates.push_back(ours.per_second());
    p99s.push_back(ours.within(0.99));
    shares.push_back(100 * ours.per_second() / theirs.per_second());
  }
  std::printf(
      "median: %.0f reports/s, p99 %.2f ms, %.1f %% of the bare handler; %.1f us of the processor a report, "
      "%.1f MiB resident\n",
      median(rates), median(p99s), median(shares), 1e6 * processor / static_cast<double>(reports) / runs,
      service.resident().all);
  service.stop();
  const bool whole = all_there(directory + "/wildclaims.db", acknowledged);
  std::printf("%zu acknowledged reports: %s\n", acknowledged.size(),
              whole ? "each is in the database once" : "NOT each is in the database once");
  return whole ? 0 : 1;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims;
  const std::size_t reports = argc > 1 ? std::stoul(argv[1]) : bench::kReports;
  const int runs = argc > 2 ? std::stoi(argv[2]) : bench::kRuns;
  std::optional<tests::TemporaryDirectory> own;
  if (argc <= 3) own.emplace();
  return bench::run(reports, runs, own ? own->file("data") : argv[3]);
}
