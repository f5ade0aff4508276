// What a thousand times more claims cost: the same commands, questions, start and memory on a small and on a large
// database, side by side. Making the large one takes minutes and does not count.
//   growth_bench [FEW [MANY [DIRECTORY]]]           databases that are in the directory already are used again
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "claims/workflow/claim_view.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/status_view.h"
#include "tests/bench/claim_road.h"
#include "tests/bench/http_load.h"
#include "tests/bench/made_book.h"
#include "tests/bench/made_reports.h"
#include "tests/bench/measured_service.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

constexpr std::int64_t kFew = 10'000;
constexpr std::int64_t kMany = 1'000'000;
constexpr std::size_t kCommands = 4'000;  // of each kind, after as many to warm up
constexpr std::size_t kCallers = 32;
constexpr std::size_t kQuestions = 4'000;
constexpr std::size_t kServed = 4'000;
constexpr int kStarts = 5;
constexpr std::int64_t kNewPeople = 20'000'000;  // reports from this number on are of people the book does not know
constexpr const char* kApprovalDay = "2025-09-25";

struct Figure {
  std::string what;
  std::string unit;
  double value = 0;
};
using Figures = std::vector<Figure>;

bool in_child(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

// Written out, or writing it would take its part of what is measured.
void settle(const std::string& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

void commands(const std::string& data, const std::string& config, Figures& figures) {
  MadeOffice office(data, kMadeReportsToday, config);
  // The clock stays where the last run has left it.
  take_reports(office, kCallers, kNewPeople, kCommands);
  for (const Stage& stage :
       walk_road(office, kCallers, kNewPeople + std::int64_t{kCommands}, kCommands, kApprovalDay)) {
    const auto each = 1e6 / static_cast<double>(stage.count);
    figures.push_back({std::string(stage.command) + ", processor", "us", stage.processor_seconds * each});
    figures.push_back({std::string(stage.command) + ", by the wall", "us", stage.seconds * each});
  }
}

void questions(const std::string& data, const std::string& config, std::int64_t claims, Figures& figures) {
  MadeOffice office(data, kMadeReportsToday, config);
  std::mt19937 random(20251209);
  std::uniform_int_distribution<std::int64_t> any(0, claims - 1);
  const auto measure = [&](const char* what, const std::function<bool(std::int64_t)>& ask) {
    std::vector<std::int64_t> places(kQuestions);
    for (std::int64_t& place : places) place = any(random);
    for (const std::int64_t place : places) ask(place);  // warm
    const auto start = std::chrono::steady_clock::now();
    bool answered = true;
    for (const std::int64_t place : places) answered = ask(place) && answered;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!answered) throw std::runtime_error(std::string(what) + " was not answered");
    figures.push_back({what, "us", 1e6 * seconds / kQuestions});
  };
  const auto reading = [&](const auto& read) {
    const auto taken = office.office().readers().read();
    return read(workflow::Reading{*taken, office.office(), office.actor(domain::Role::auditor), office.office().now()});
  };
  measure("limit position", [&](std::int64_t) {
    return reading([](const workflow::Reading& r) { return workflow::view_policy(r, "PL-2025").has_value(); });
  });
  measure("claim by number", [&](std::int64_t place) {
    const std::string number = made_claim_number(place, claims);
    return reading([&](const workflow::Reading& r) { return workflow::view_claim(r, number).ok(); });
  });
  measure("status by number and telephone", [&](std::int64_t place) {
    return workflow::view_status(office.office(), made_claim_number(place, claims), made_claim_secret(place))
        .has_value();
  });
}

// Starts the service a few times, then has it answer questions and take reports and looks at its memory.
void service(const std::string& data, const std::string& config, std::int64_t claims, Figures& figures) {
  std::string clerk;
  std::string auditor;
  {
    MadeOffice office(data, kMadeReportsToday, config);
    clerk = office.session(domain::Role::clerk);
    auditor = office.session(domain::Role::auditor);
  }
  std::vector<double> starts;
  for (int i = 0; i < kStarts; ++i) {
    MeasuredService started(data, kMadeReportsToday, config);
    starts.push_back(started.start_seconds());
    if (i == 0) figures.push_back({"resident after the start", "MiB", started.resident_mebibytes()});
    started.stop();
  }
  std::sort(starts.begin(), starts.end());
  figures.push_back({"start until the first answer", "s", starts[starts.size() / 2]});

  MeasuredService serving(data, kMadeReportsToday, config);
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < kServed; ++i) {
    const std::int64_t number = kNewPeople - 1 - static_cast<std::int64_t>(i);
    requests.push_back(http_request("/api/v1/damage-reports",
                                    "Authorization: " + clerk + "\r\nIdempotency-Key: " + made_key(number) + "\r\n",
                                    made_report_body(number)));
  }
  std::mt19937 random(20251209);
  std::uniform_int_distribution<std::int64_t> any(0, claims - 1);
  for (std::size_t i = 0; i < kServed / 4; ++i) {
    serving.get(auditor, "/claims/" + made_claim_number(any(random), claims));
  }
  serving.get(auditor, "/policies/PL-2025");
  const double before = serving.processor_seconds();
  const Load load = send_all(serving.port(), kCallers, requests, 201, [](std::size_t, std::string_view) {});
  figures.push_back({"report over HTTP, processor", "us", 1e6 * (serving.processor_seconds() - before) / kServed});
  figures.push_back({"report over HTTP, by the wall", "us", 1e6 * load.seconds / kServed});
  figures.push_back({"resident after serving", "MiB", serving.resident_mebibytes()});
  serving.stop();
}

Figures measured(const std::string& directory, const std::string& config, std::int64_t claims) {
  const std::string data = directory + "/" + std::to_string(claims);
  if (!std::filesystem::exists(data)) {
    std::filesystem::create_directories(data);
    const auto start = std::chrono::steady_clock::now();
    const bool made = in_child([&] {
      { const MadeOffice office(data, kMadeReportsToday, config); }
      make_book(data, claims);
    });
    if (!made) throw std::runtime_error("the book was not made");
    settle(data + "/wildclaims.db");
    std::printf("%lld claims made in %.0f s, a file of %.0f MiB\n", static_cast<long long>(claims),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                static_cast<double>(std::filesystem::file_size(data + "/wildclaims.db")) / (1024 * 1024));
  }
  Figures figures;
  service(data, config, claims, figures);
  questions(data, config, claims, figures);
  commands(data, config, figures);
  return figures;
}

int run(std::int64_t few, std::int64_t many, const std::string& directory) {
  const std::string config = MadeOffice::roomy_configuration(directory + "/config");
  const Figures small = measured(directory, config, few);
  const Figures large = measured(directory, config, many);
  std::printf("%-36s %12lld %12lld   ratio\n", "claims", static_cast<long long>(few), static_cast<long long>(many));
  for (std::size_t i = 0; i < small.size(); ++i) {
    std::printf("%-36s %12.3f %12.3f %7.2f   %s\n", small[i].what.c_str(), small[i].value, large[i].value,
                large[i].value / small[i].value, small[i].unit.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims;
  const std::int64_t few = argc > 1 ? std::stoll(argv[1]) : bench::kFew;
  const std::int64_t many = argc > 2 ? std::stoll(argv[2]) : bench::kMany;
  std::optional<tests::TemporaryDirectory> own;
  if (argc <= 3) own.emplace();
  return bench::run(few, many, own ? own->path() : argv[3]);
}
