// What a hundred times more claims cost: the same commands, questions, start and memory on a small and on a large
// database, side by side. Making the large one takes half a minute or so for each 100,000 claims and does not count.
//   growth_bench [FEW [MANY [DIRECTORY]]]           10,000 and 100,000; databases that are in the directory already are
//                                                   used again
// The marks are for a million: growth_bench 10000 1000000, which takes 9 GiB.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "claims/store/connection.h"
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
constexpr std::int64_t kMany = 100'000;
constexpr std::size_t kCommands = 3'000;  // of each kind in each round
constexpr std::size_t kCallers = 32;
constexpr std::size_t kQuestions = 4'000;
constexpr std::size_t kServed = 4'000;
constexpr int kStarts = 5;
// The small database and the large one take turns, and the best of each counts: a machine gets slower and faster by
// itself.
constexpr int kRounds = 3;
constexpr std::int64_t kNewPeople = 20'000'000;  // reports from this number on are of people the book does not know
constexpr std::int32_t kNoticeDays = 4;          // until what is posted may be approved

// What is asked of the large database.
struct Mark {
  enum class Kind : std::uint8_t { none, times_the_small, at_most };
  Kind kind = Kind::none;
  double value = 0;
};
constexpr Mark kNoMark;
constexpr Mark kOfTheSmall{Mark::Kind::times_the_small, 1.5};
constexpr Mark kStartSeconds{Mark::Kind::at_most, 2};
constexpr Mark kResidentMebibytes{Mark::Kind::at_most, 150};

struct Figure {
  std::string what;
  std::string unit;
  double value = 0;
  Mark mark;
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

// The number of the first report that nobody made yet.
std::int64_t next_report(const std::string& data, std::int64_t claims) {
  store::Connection db(data + "/wildclaims.db", store::Connection::Access::read_only);
  store::Statement row = db.query("SELECT max(id) FROM damage_reports");
  row.step();
  return kNewPeople + row.integer() - claims;
}

void commands(const std::string& data, const std::string& config, std::int64_t claims, Figures& figures) {
  const std::int64_t first = next_report(data, claims);
  MadeOffice office(data, kMadeReportsToday, config);
  // The clock stays where the last run has left it.
  const rules::Date today = office.office().now().date_at(rules::UtcOffset());
  const std::string approval_day = today.plus_days(kNoticeDays).to_string();
  for (const Stage& stage : walk_road(office, kCallers, first, kCommands, approval_day)) {
    const auto each = 1e6 / static_cast<double>(stage.count);
    figures.push_back({std::string(stage.command) + ", processor", "us", stage.processor_seconds * each, kOfTheSmall});
    figures.push_back({std::string(stage.command) + ", by the wall", "us", stage.seconds * each, kOfTheSmall});
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
    figures.push_back({what, "us", 1e6 * seconds / kQuestions, kOfTheSmall});
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

void resident(const std::string& when, const ResidentMemory& memory, Figures& figures) {
  figures.push_back({"resident " + when, "MiB", memory.all, kResidentMebibytes});
  figures.push_back({"  of it pages of files", "MiB", memory.of_files, kNoMark});
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
    if (i == 0) resident("after the start", started.resident(), figures);
    started.stop();
  }
  std::sort(starts.begin(), starts.end());
  figures.push_back({"start until the first answer", "s", starts[starts.size() / 2], kStartSeconds});

  const std::int64_t first = next_report(data, claims);
  MeasuredService serving(data, kMadeReportsToday, config);
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < kServed; ++i) {
    const std::int64_t number = first + static_cast<std::int64_t>(i);
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
  const double processor = serving.processor_seconds() - before;
  figures.push_back({"report over HTTP, processor", "us", 1e6 * processor / kServed, kOfTheSmall});
  figures.push_back({"report over HTTP, by the wall", "us", 1e6 * load.seconds / kServed, kOfTheSmall});
  resident("after serving", serving.resident(), figures);
  serving.stop();
}

void make(const std::string& data, const std::string& config, std::int64_t claims) {
  if (std::filesystem::exists(data)) return;
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
  std::fflush(stdout);
}

Figures measured(const std::string& data, const std::string& config, std::int64_t claims) {
  Figures figures;
  service(data, config, claims, figures);
  questions(data, config, claims, figures);
  commands(data, config, claims, figures);
  return figures;
}

// Memory counts at its most, everything else at its least.
void merge(Figures& best, const Figures& now) {
  if (best.empty()) best = now;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const bool memory = best[i].unit == "MiB";
    best[i].value = memory ? std::max(best[i].value, now[i].value) : std::min(best[i].value, now[i].value);
  }
}

const char* verdict(const Figure& small, const Figure& large) {
  switch (large.mark.kind) {
    case Mark::Kind::none:
      return "";
    case Mark::Kind::times_the_small:
      return large.value <= large.mark.value * small.value ? "met" : "MISSED";
    case Mark::Kind::at_most:
      return large.value <= large.mark.value ? "met" : "MISSED";
  }
  return "";
}

std::string asked(const Mark& mark) {
  if (mark.kind == Mark::Kind::none) return "";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), mark.kind == Mark::Kind::at_most ? "at most %.0f" : "%.1f times", mark.value);
  return text.data();
}

int run(std::int64_t few, std::int64_t many, const std::string& directory) {
  const std::string config = MadeOffice::roomy_configuration(directory + "/config");
  const auto data_of = [&](std::int64_t claims) { return directory + "/" + std::to_string(claims); };
  for (const std::int64_t claims : {few, many}) make(data_of(claims), config, claims);
  Figures small;
  Figures large;
  for (int round = 0; round < kRounds; ++round) {
    merge(small, measured(data_of(few), config, few));
    merge(large, measured(data_of(many), config, many));
  }
  std::printf("%-34s %10lld %10lld   ratio       mark\n", "claims", static_cast<long long>(few),
              static_cast<long long>(many));
  for (std::size_t i = 0; i < small.size(); ++i) {
    std::printf("%-34s %10.3f %10.3f %7.2f  %-3s  %-11s %s\n", small[i].what.c_str(), small[i].value, large[i].value,
                large[i].value / small[i].value, small[i].unit.c_str(), asked(large[i].mark).c_str(),
                verdict(small[i], large[i]));
  }
  return 0;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims;
  try {
    const std::int64_t few = argc > 1 ? std::stoll(argv[1]) : bench::kFew;
    const std::int64_t many = argc > 2 ? std::stoll(argv[2]) : bench::kMany;
    if (few >= many) throw std::invalid_argument("growth_bench FEW MANY: there must be more of the second");
    std::optional<tests::TemporaryDirectory> own;
    if (argc <= 3) own.emplace();
    return bench::run(few, many, own ? own->path() : argv[3]);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
