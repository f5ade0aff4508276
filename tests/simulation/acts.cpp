#include "tests/simulation/acts.h"

#include <algorithm>
#include <numeric>

namespace wildclaims::simulation {
namespace {

using domain::Role;

// A number that nobody was given, with a right check digit.
constexpr const char* kUnknownClaim = "PL-2031-000001-8";

bool is_undecided(const Claim& claim) {
  return claim.is_open() && claim.state != "approved" && claim.state != "paying" && claim.state != "paid";
}

std::optional<Aim> aim_at(Random& random, const Auditor& auditor, const std::set<std::string>& states) {
  if (auditor.claims.empty()) return std::nullopt;
  std::vector<const Claim*> fitting;
  for (const auto& [number, claim] : auditor.claims) {
    if (states.count(claim.state) != 0) fitting.push_back(&claim);
  }
  // Those that were approved once are pushed on: few get that far, and they have most to go through.
  std::vector<const Claim*> further = fitting;
  std::erase_if(further, [](const Claim* claim) { return claim->approvals.empty(); });
  if (!further.empty() && random.chance(60)) fitting = further;
  // What keeps a year from being settled is decided before all else.
  std::vector<const Claim*> due = fitting;
  std::erase_if(due, [&](const Claim* claim) { return !auditor.is_due(claim->policy) || !is_undecided(*claim); });
  if (!due.empty() && random.chance(80)) fitting = due;
  const bool any = random.chance(4);
  if (fitting.empty() && !any) return std::nullopt;
  const Claim* claim = nullptr;
  if (any || fitting.empty()) {
    auto place = auditor.claims.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(random.index(auditor.claims.size())));
    claim = &place->second;
  } else {
    claim = random.pick(fitting);
  }
  const auto whole = auditor.open({true, claim->report, std::nullopt});
  const bool all_fit = whole && auditor.all_in(*whole, states);
  if (random.chance(all_fit ? 60 : 6)) return Aim{true, claim->report, std::nullopt};
  if (random.chance(1)) return Aim{false, kUnknownClaim, std::nullopt};
  return Aim{false, claim->number, std::nullopt};
}

std::int64_t version_of(const Auditor& auditor, const Aim& aim) {
  if (aim.whole_report) return auditor.reports.at(aim.number).version;
  const auto claim = auditor.claims.find(aim.number);
  return claim == auditor.claims.end() ? 1 : claim->second.version;
}

void look(Random& random, const Auditor& auditor, Aim& aim) {
  aim.version = version_of(auditor, aim) + (random.chance(6) ? random.between(-1, 2) : 0);
}

}  // namespace

const std::vector<User>& users() {
  static const std::vector<User> kUsers = {{"admin", Role::admin},
                                           {"clerk", Role::clerk},
                                           {"clerk2", Role::clerk},
                                           {"adjuster", Role::adjuster},
                                           {"adjuster2", Role::adjuster},
                                           {"approver", Role::approver},
                                           {"approver2", Role::approver},
                                           {"cashier", Role::cashier},
                                           {"cashier2", Role::cashier},
                                           {"auditor", Role::auditor},
                                           {"everybody", domain::RoleSet::all()}};
  return kUsers;
}

bool may(std::int64_t user, Role role) { return users()[static_cast<std::size_t>(user - 1)].roles.has(role); }

std::int64_t somebody(Random& random, Role role) {
  const auto anybody = random.between(1, static_cast<std::int64_t>(users().size()));
  if (random.chance(4)) return anybody;
  std::vector<std::int64_t> fitting;
  for (std::size_t i = 1; i <= users().size(); ++i) {
    if (may(static_cast<std::int64_t>(i), role)) fitting.push_back(static_cast<std::int64_t>(i));
  }
  return random.pick(fitting);
}

std::string FileAct::request() const {
  return kind() + " " + aim_.number + (aim_.version ? "@" + std::to_string(*aim_.version) : "") + " " + details();
}

workflow::Target FileAct::target() const {
  return {aim_.whole_report ? workflow::Target::Kind::report : workflow::Target::Kind::claim, aim_.number,
          aim_.version};
}

bool FileAct::allowed(const Auditor& auditor) const {
  if (!may(user(), rule_.role)) return false;
  const auto numbers = auditor.open(aim_);
  return numbers && auditor.all_in(*numbers, rule_.states) && allowed_for(auditor, *numbers);
}

std::string FileAct::record(Auditor& auditor, const std::string&) const {
  const std::vector<std::string> numbers = auditor.open(aim_).value();
  for (const std::string& number : numbers) record_for(auditor, auditor.claims.at(number));
  const std::string report = auditor.claims.at(numbers.front()).report;
  ++auditor.reports.at(report).version;
  return auditor.acted(report, numbers);
}

Performed answered(domain::Outcome<workflow::Acted> outcome) {
  if (!outcome) return std::move(outcome).failure<workflow::Answer>();
  std::string text = outcome->report + "@" + std::to_string(outcome->report_version);
  for (const workflow::Acted::Claim& claim : outcome->claims) {
    text += " " + claim.number + "=" + std::string(domain::code_of(claim.state)) + "@" + std::to_string(claim.version);
  }
  return workflow::Answer{200, text, "", false};
}

std::optional<Aim> some_aim(Random& random, const Auditor& auditor, const std::set<std::string>& states) {
  auto aim = aim_at(random, auditor, states);
  if (aim && random.chance(40)) look(random, auditor, *aim);
  return aim;
}

std::optional<Aim> some_seen_aim(Random& random, const Auditor& auditor, const std::set<std::string>& states) {
  auto aim = aim_at(random, auditor, states);
  if (aim) look(random, auditor, *aim);
  return aim;
}

workflow::Written write_act(workflow::Office& office, const workflow::Actor& actor, const Act& act,
                            const std::string& key, const std::function<Performed(workflow::Work&)>& perform) {
  const std::string route = "POST /" + act.kind();
  return workflow::write(office, actor, {route, key, office.vault().request_hash(route, act.request())}, perform);
}

const std::vector<ActRow>& act_rows() {
  static const std::vector<ActRow> kRows = {
      {"report", 6, make_report},
      {"accept", 9, make_accept},
      {"correct_claim", 4, make_correct_claim},
      {"correct_report", 2, make_correct_report},
      {"survey", 16, make_survey},
      {"determine", 18, make_determine},
      {"deny", 1, make_deny},
      {"post_notice", 18, make_post_notice},
      {"approve", 30, make_approve},
      {"send_back", 1, make_send_back},
      {"withdraw", 1, make_withdraw},
      {"undo_approval", 5, make_undo},
      {"send_payment", 20, make_send},
      {"confirm_payment", 18, make_confirm},
      {"return_payment", 4, make_return},
      {"appeal", 14, make_appeal},
      {"record_recovery", 10, make_recovery},
      {"close", 4, make_close},
      {"reopen", 3, make_reopen},
      {"restore_residuals", 10, make_restore},
      {"settle_year", 10, make_settle_year},
      {"release_held", 10, make_release_held},
      {"top_up", 6, make_top_up},
      {"receive_premium", 2, make_premium},
      {"claim_reimbursement", 1, make_claim_reimbursement},
      {"receive_reimbursement", 1, make_receive_reimbursement},
      {"close_period", 1, make_close_period},
      {"open_policy", 1, make_open_policy},
      {"forgery", 2, make_forgery},
  };
  return kRows;
}

std::unique_ptr<Act> some_act_of(const std::string& kind, Random& random, const Auditor& auditor) {
  for (const ActRow& row : act_rows()) {
    if (row.kind == kind) return row.make(random, auditor);
  }
  return nullptr;
}

namespace {

// Clerks are busy with a year that is over: each of its claims is decided, then it is settled. Null when there is none.
std::unique_ptr<Act> towards_settlement(Random& random, const Auditor& auditor) {
  static const std::map<std::string, const char*> kNext = {{"reported", "accept"},
                                                           {"accepted", "survey"},
                                                           {"surveyed", "determine"},
                                                           {"determined", "post_notice"},
                                                           {"noticed", "approve"}};
  for (const auto& [policy, book] : auditor.books) {
    if (!auditor.is_due(policy)) continue;
    const std::vector<std::string> undecided = auditor.undecided(policy);
    if (undecided.empty()) return some_act_of("settle_year", random, auditor);
    const Claim& claim = auditor.claims.at(random.pick(undecided));
    return some_act_of(random.chance(10) ? "withdraw" : kNext.at(claim.state), random, auditor);
  }
  return nullptr;
}

}  // namespace

std::unique_ptr<Act> some_act(Random& random, const Auditor& auditor) {
  if (random.chance(75)) {
    if (auto act = towards_settlement(random, auditor)) return act;
  }
  const auto& rows = act_rows();
  const int all =
      std::accumulate(rows.begin(), rows.end(), 0, [](int sum, const ActRow& row) { return sum + row.weight; });
  while (true) {
    int place = random.below(all);
    for (const ActRow& row : rows) {
      place -= row.weight;
      if (place >= 0) continue;
      if (auto act = row.make(random, auditor)) return act;
      break;
    }
  }
}

}  // namespace wildclaims::simulation
