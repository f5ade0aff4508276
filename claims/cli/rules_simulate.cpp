#include "claims/cli/rules_simulate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "claims/cli/places.h"
#include "claims/cli/progress_bar.h"
#include "claims/cli/rules_files.h"
#include "claims/domain/policy_id.h"
#include "claims/store/migrations.h"
#include "claims/store/policies.h"
#include "claims/store/readers.h"
#include "claims/workflow/simulate_view.h"
#include "rules/authoring/simulation_json.h"
#include "rules/authoring/simulation_text.h"

namespace wildclaims::cli {
namespace {

namespace fs = std::filesystem;
using rules::authoring::SimulationReport;

struct Request {
  std::string draft;
  std::vector<std::string> against;
  std::string baseline;
  std::string limit;
  std::size_t resample = 0;
  std::uint64_t seed = 1;
  bool keep_dates = false;
  std::string report;
  std::string language = "zh";
  Places places;
};

ExitCode wrong(const std::string& sentence) {
  std::cerr << "wildclaims: " << sentence << '\n';
  return ExitCode::usage;
}

bool names_policy(const std::string& text) {
  std::error_code ignored;
  return domain::PolicyId::parse(text).has_value() && !fs::exists(text, ignored);
}

using Outcome = std::variant<SimulationReport, ExitCode>;

Outcome simulate_stored(const Request& request, const workflow::SimulationRequest& simulation,
                        const workflow::SimulationProgress& progress) {
  const fs::path file = fs::path(request.places.data) / "wildclaims.db";
  if (!fs::exists(file)) {
    return wrong("there is no database in " + request.places.data + "; name the right directory with --data");
  }
  store::Readers readers(file.string());
  const auto reading = readers.read();
  if (!store::is_current(*reading)) {
    return wrong("the database in " + request.places.data + " is of another version of this program");
  }
  for (const std::string& policy : request.against) {
    if (std::count(request.against.begin(), request.against.end(), policy) > 1)
      return wrong(policy + " is named twice");
    if (!store::find_policy(*reading, policy)) return wrong("there is no policy " + policy + " in " + file.string());
  }
  return workflow::simulate_policies(*reading, request.against, simulation, progress);
}

Outcome simulate_file(const std::string& name, const workflow::SimulationRequest& simulation,
                      const workflow::SimulationProgress& progress) {
  if (name == "-") return workflow::simulate_lines(std::cin, simulation, progress);
  std::ifstream file(name, std::ios::binary);
  if (!file || fs::is_directory(name))
    return wrong(name + " is neither a policy (PL-2025) nor a file that can be read");
  return workflow::simulate_lines(file, simulation, progress);
}

Outcome simulate(const Request& request, const workflow::SimulationRequest& simulation) {
  ProgressBar bar;
  const auto progress = [&](std::int64_t done, std::int64_t all) {
    bar.show(done, all);
    return true;
  };
  std::size_t policies = 0;
  for (const std::string& each : request.against) policies += names_policy(each) ? std::size_t{1} : std::size_t{0};
  if (policies == request.against.size()) return simulate_stored(request, simulation, progress);
  if (request.against.size() > 1) return wrong("--against takes several policies, or one file");
  return simulate_file(request.against.front(), simulation, progress);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

ExitCode write_report(const std::string& name, const SimulationReport& report, rules::Language language) {
  std::ofstream file(name, std::ios::binary);
  file << (ends_with(name, ".json") ? to_json(report) + "\n" : to_markdown(report, language));
  file.close();
  return file ? ExitCode::in_order : wrong(name + " cannot be written");
}

ExitCode run(const Request& request) {
  if (!request.report.empty() && !ends_with(request.report, ".json") && !ends_with(request.report, ".md")) {
    return wrong("--report names a file that ends in .md or .json");
  }
  workflow::SimulationRequest simulation;
  const auto draft = load_or_refuse(request.draft);
  if (const auto* code = std::get_if<ExitCode>(&draft)) return *code;
  simulation.draft = std::get<rules::DraftResult>(draft).loaded.rulebook;
  if (!request.baseline.empty()) {
    const auto baseline = load_or_refuse(request.baseline);
    if (const auto* code = std::get_if<ExitCode>(&baseline)) return *code;
    simulation.options.baseline = std::get<rules::DraftResult>(baseline).loaded.rulebook;
  }
  if (!request.limit.empty()) {
    simulation.options.limit = rules::Money::parse(request.limit);
    if (!simulation.options.limit || simulation.options.limit->is_negative()) {
      return wrong("--limit is an amount, as in 8000000.00");
    }
  }
  simulation.options.replicates = request.resample;
  simulation.options.seed = request.seed;
  simulation.options.move_dates = !request.keep_dates;

  const Outcome outcome = simulate(request, simulation);
  if (const auto* code = std::get_if<ExitCode>(&outcome)) return *code;
  const auto& report = std::get<SimulationReport>(outcome);
  const rules::Language language = language_of(request.language);
  std::cout << to_text(report, language);
  return request.report.empty() ? ExitCode::in_order : write_report(request.report, report, language);
}

}  // namespace

void add_rules_simulate(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("simulate", "Try a draft rulebook on the claims of the past");
  auto request = std::make_shared<Request>();
  command->add_option("NEW", request->draft, "the draft rulebook (YAML)")->required();
  command
      ->add_option(
          "--against", request->against,
          "a policy of the data directory (PL-2025), given again for several; or a file of claims (JSON lines; - is "
          "standard input)")
      ->allow_extra_args(false)
      ->required();
  command->add_option("--baseline", request->baseline,
                      "compare with this rulebook instead of with what was decided then");
  command->add_option("--limit", request->limit, "aggregate limit of a policy year; the draft's own if not given");
  command->add_option("--resample", request->resample, "how many seasons of households drawn again, for a range")
      ->check(CLI::Range(std::size_t{0}, rules::authoring::kMostReplicates));
  command->add_option("--seed", request->seed, "of the resampling: the same seed gives the same range")
      ->capture_default_str();
  command->add_flag("--keep-dates", request->keep_dates,
                    "do not move damage outside the draft's dates by whole years into them");
  command->add_option("--report", request->report, "also write the report to a file: .md (Markdown) or .json");
  add_language(*command, request->language);
  add_places(*command, request->places);
  command->callback([request, &chosen] { chosen = [request] { return run(*request); }; });
}

}  // namespace wildclaims::cli
