// Acts of clerks and adjusters up to the survey: what was told, corrected and found.
#include <algorithm>
#include <sstream>

#include "claims/domain/damage_report.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/correct_claim.h"
#include "claims/workflow/correct_report.h"
#include "claims/workflow/report_damage.h"
#include "claims/workflow/survey.h"
#include "tests/simulation/acts.h"
#include "tests/support/identity_number.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

// Few enough that the same household comes again, also within one event.
constexpr int kPeople = 25;
constexpr std::int64_t kMostArea = 150;  // tenths of a mu of one plot

std::string phone_of(int person) { return std::to_string(13'000'000'000 + person); }
std::string account_of(int person, std::int64_t which) {
  return "62220000" + std::to_string(1000 + person) + std::to_string(1000 + which);
}

Plot some_plot(Random& random) {
  Plot plot;
  plot.area = random.between(1, kMostArea);
  plot.crop = random.chance(50) ? "maize" : "vegetable";
  plot.stage = random.chance(50) ? "mature" : "seedling";
  if (random.chance(40)) plot.rate = random.between(0, 100);
  return plot;
}

std::string text_of(const std::vector<Plot>& plots) {
  std::string text;
  for (const Plot& plot : plots) {
    text += " " + plot.crop + "/" + plot.stage + "/" + area_text(plot.area) + "/" +
            (plot.rate ? std::to_string(*plot.rate) : "-");
  }
  return text;
}

std::string policy_of(rules::Date day) { return "PL-" + std::to_string(day.year()); }

// ---- a damage report ----

struct Told {
  int person = 0;
  std::vector<Plot> plots;
};

class ReportDamage : public Act {
 public:
  ReportDamage(std::int64_t user, rules::Date from, rules::Date to, std::string species, std::string village,
               std::optional<std::int64_t> event, std::vector<Told> told)
      : Act("report", user),
        from_(from),
        to_(to),
        species_(std::move(species)),
        village_(std::move(village)),
        event_(event),
        told_(std::move(told)) {}

  std::string request() const override {
    std::string text = "report " + from_.to_string() + " " + to_.to_string() + " " + species_ + " " + village_ + " " +
                       std::to_string(event_.value_or(0));
    for (const Told& each : told_) text += " " + std::to_string(each.person) + ":" + text_of(each.plots);
    return text;
  }

  Performed perform(workflow::Work& work) const override {
    domain::DamageReport report;
    report.programme = "PL";
    report.species = species_;
    report.damage_from = from_;
    report.damage_to = to_;
    report.discovered_at = rules::Instant::parse(to_.to_string() + "T07:30+08:00", rules::UtcOffset()).value();
    report.village = village_;
    report.told_by = "village";
    report.event = event_;
    for (const Told& each : told_) {
      domain::Household household;
      household.name = "户" + std::to_string(each.person);
      household.identity = tests::identity_number(each.person);
      household.phone = phone_of(each.person);
      household.account = account_of(each.person, 0);
      for (const Plot& plot : each.plots) {
        const auto rate = plot.rate ? std::optional(std::to_string(*plot.rate) + "%") : std::nullopt;
        household.items.push_back({"地块", plot.crop, plot.stage, area_text(plot.area), rate});
      }
      report.households.push_back(household);
    }
    auto reported = workflow::report_damage(work, report);
    if (!reported) return std::move(reported).failure<workflow::Answer>();
    const std::string event = " event " + std::to_string(reported->event);
    Performed answer = answered(std::move(reported.value().acted));
    answer.value().body += event;
    return answer;
  }

  bool allowed(const Auditor& auditor) const override {
    return may(user(), Role::clerk) && auditor.books.count(policy_of(to_)) != 0 && village_ != "nowhere" &&
           (!event_ || *event_ <= auditor.events);
  }

  std::string record(Auditor& auditor, const std::string& answer) const override {
    std::istringstream words(answer);
    const std::string year = std::to_string(auditor.today().year());
    const auto next = [&](const std::string& letters, std::size_t place, char end) {
      std::string word;
      words >> word;
      std::string six = std::to_string(1'000'000 + place);
      const std::string start = letters + "-" + year + "-" + six.substr(1) + "-";
      const std::string number = word.substr(0, word.find(end));
      // The check digit is the product's; everything before it is counted here.
      return number.size() == start.size() + 1 && number.starts_with(start) ? number : start + "?";
    };
    const auto of_year = [&](const auto& all, const std::string& letters) {
      const std::string start = letters + "-" + year + "-";
      return static_cast<std::size_t>(
          std::count_if(all.begin(), all.end(), [&](const auto& each) { return each.first.starts_with(start); }));
    };
    Report report;
    report.number = next("PLR", of_year(auditor.reports, "PLR") + 1, '@');
    report.policy = policy_of(to_);
    report.event = event_ ? *event_ : ++auditor.events;
    report.species = species_;
    for (const Told& each : told_) report.claims.push_back(record_claim(auditor, report, each, next));
    auditor.reports[report.number] = report;
    return auditor.acted(report.number, report.claims) + " event " + std::to_string(report.event);
  }

 private:
  template <class Next>
  std::string record_claim(Auditor& auditor, const Report& report, const Told& told, const Next& next) const {
    const std::string start = "PL-" + std::to_string(auditor.today().year()) + "-";
    std::size_t before = 0;
    for (const auto& [number, each] : auditor.claims) before += number.starts_with(start) ? 1U : 0U;
    Claim claim;
    claim.number = next("PL", before + 1, '=');
    claim.report = report.number;
    claim.policy = report.policy;
    claim.person = told.person;
    claim.account = account_of(told.person, 0);
    claim.told = told.plots;
    Person& person = auditor.people[told.person];
    if (person.claimant == 0) person.claimant = static_cast<std::int64_t>(auditor.people.size());
    person.phones.insert(phone_of(told.person));
    person.accounts.insert(claim.account);
    auditor.happenings.push_back("report " + claim.number + " " + std::to_string(user()));
    auditor.claims[claim.number] = claim;
    return claim.number;
  }

  rules::Date from_;
  rules::Date to_;
  std::string species_;
  std::string village_;
  std::optional<std::int64_t> event_;
  std::vector<Told> told_;
};

// ---- accept ----

class Accept : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override { return answered(workflow::accept(work, target())); }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override {
    auditor.set_reserve(claim, auditor.estimate(claim));
    auditor.move(claim, "accept", "accepted", user());
  }
};

const FileAct::Rule kAccept{Role::adjuster, {"reported"}};

// ---- corrections ----

const FileAct::Rule kCorrect{Role::clerk, {"reported", "accepted", "surveyed"}};

class CorrectClaim : public FileAct {
 public:
  CorrectClaim(std::int64_t user, Aim aim, std::int64_t area, std::optional<std::string> account)
      : FileAct("correct_claim", user, std::move(aim), kCorrect), area_(area), account_(std::move(account)) {}

  Performed perform(workflow::Work& work) const override {
    workflow::CorrectClaim command;
    command.target = target();
    command.reason = "核实";
    command.account = account_;
    command.items.push_back({1, std::nullopt, {{"area", area_text(area_)}}});
    return answered(workflow::correct_claim(work, command));
  }

 protected:
  std::string details() const override { return area_text(area_) + " " + account_.value_or("-"); }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const Claim& claim = auditor.claims.at(numbers.front());
    return claim.told.front().area != area_ || (account_ && *account_ != claim.account);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    claim.told.front().area = area_;
    if (account_) {
      claim.account = *account_;
      auditor.people.at(claim.person).accounts.insert(*account_);
    }
    if (claim.state != "reported") auditor.set_reserve(claim, auditor.estimate(claim));
    auditor.move(claim, "correct", claim.state, user());
  }

 private:
  std::int64_t area_;
  std::optional<std::string> account_;
};

class CorrectReport : public FileAct {
 public:
  CorrectReport(std::int64_t user, Aim aim, std::string place)
      : FileAct("correct_report", user, std::move(aim), kCorrect), place_(std::move(place)) {}

  Performed perform(workflow::Work& work) const override {
    workflow::CorrectReport command;
    command.target = target();
    command.reason = "核实";
    command.place = place_;
    return answered(workflow::correct_report(work, command));
  }

 protected:
  std::string details() const override { return place_; }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>&) const override {
    return auditor.reports.at(aim().number).place != place_;
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    auditor.reports.at(aim().number).place = place_;
    if (claim.state != "reported") auditor.set_reserve(claim, auditor.estimate(claim));
    auditor.move(claim, "correct", claim.state, user());
  }

 private:
  std::string place_;
};

// ---- survey ----

const FileAct::Rule kSurvey{Role::adjuster, {"accepted", "surveyed"}};

class Survey : public FileAct {
 public:
  Survey(std::int64_t user, Aim aim, rules::Date day, std::string species,
         std::map<std::string, std::vector<Plot>> found)
      : FileAct("survey", user, std::move(aim), kSurvey),
        day_(day),
        species_(std::move(species)),
        found_(std::move(found)) {}

  Performed perform(workflow::Work& work) const override {
    workflow::Survey command{target(), "discovery", day_, species_, "confirmed", "", {}, {}};
    for (const auto& [number, plots] : found_) {
      workflow::AssessedClaim assessed{number, {}};
      std::int64_t item = 0;
      for (const Plot& plot : plots) {
        assessed.items.push_back({++item,
                                  {{"crop", plot.crop},
                                   {"stage", plot.stage},
                                   {"area", area_text(plot.area)},
                                   {"loss_rate", std::to_string(plot.rate.value_or(0)) + "%"}}});
      }
      command.claims.push_back(assessed);
    }
    return answered(workflow::survey(work, command));
  }

 protected:
  std::string details() const override {
    std::string text = day_.to_string() + " " + species_;
    for (const auto& [number, plots] : found_) text += " " + number + ":" + text_of(plots);
    return text;
  }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return numbers.size() == found_.size() && std::all_of(numbers.begin(), numbers.end(), [&](const auto& number) {
             const auto found = found_.find(number);
             return found != found_.end() && found->second.size() == auditor.claims.at(number).told.size();
           });
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    ++claim.surveys;
    claim.found_species = species_;
    claim.found = found_.at(claim.number);
    auditor.set_reserve(claim, auditor.estimate(claim));
    auditor.move(claim, "survey", "surveyed", user());
  }

 private:
  rules::Date day_;
  std::string species_;
  std::map<std::string, std::vector<Plot>> found_;
};

}  // namespace

std::unique_ptr<Act> make_report(Random& random, const Auditor& auditor) {
  const rules::Date to = auditor.today().plus_days(-static_cast<std::int32_t>(random.between(1, 10)));
  const rules::Date from = to.plus_days(-static_cast<std::int32_t>(random.between(0, 5)));
  std::vector<int> people;
  for (int i = 0; i < kPeople; ++i) people.push_back(i);
  random.shuffle(people);
  std::vector<Told> told;
  const auto households = static_cast<std::size_t>(random.between(1, 3));
  for (std::size_t i = 0; i < households; ++i) {
    Told each{people[i], {}};
    for (auto plots = random.between(1, 2); plots > 0; --plots) each.plots.push_back(some_plot(random));
    told.push_back(each);
  }
  std::optional<std::int64_t> event;
  if (random.chance(40) && auditor.events > 0) event = random.between(1, auditor.events + (random.chance(3) ? 5 : 0));
  return std::make_unique<ReportDamage>(somebody(random, Role::clerk), from, to,
                                        random.chance(4) ? "other" : "wild_boar",
                                        random.chance(2) ? "nowhere" : "first-east", event, std::move(told));
}

std::unique_ptr<Act> make_accept(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kAccept.states);
  if (!aim) return nullptr;
  return std::make_unique<Accept>("accept", somebody(random, kAccept.role), std::move(*aim), kAccept);
}

std::unique_ptr<Act> make_correct_claim(Random& random, const Auditor& auditor) {
  auto aim = some_seen_aim(random, auditor, kCorrect.states);
  if (!aim || aim->whole_report || auditor.claims.count(aim->number) == 0) return nullptr;
  std::optional<std::string> account;
  if (random.chance(40)) account = account_of(auditor.claims.at(aim->number).person, random.between(0, 2));
  return std::make_unique<CorrectClaim>(somebody(random, kCorrect.role), std::move(*aim), random.between(1, kMostArea),
                                        std::move(account));
}

std::unique_ptr<Act> make_correct_report(Random& random, const Auditor& auditor) {
  auto aim = some_seen_aim(random, auditor, kCorrect.states);
  if (!aim || !aim->whole_report) return nullptr;
  return std::make_unique<CorrectReport>(somebody(random, kCorrect.role), std::move(*aim),
                                         "坡地" + std::to_string(random.between(1, 4)));
}

std::unique_ptr<Act> make_survey(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kSurvey.states);
  if (!aim) return nullptr;
  const auto numbers = auditor.open({aim->whole_report, aim->number, std::nullopt});
  if (!numbers) return nullptr;
  std::map<std::string, std::vector<Plot>> found;
  for (const std::string& number : *numbers) {
    std::vector<Plot>& plots = found[number];
    plots = auditor.claims.at(number).told;
    for (Plot& plot : plots) {
      if (random.chance(20)) plot.area = random.between(1, kMostArea);
      plot.rate = random.chance(4) ? 0 : random.between(5, 100);
    }
    if (random.chance(1)) plots.pop_back();
  }
  if (random.chance(1)) found.erase(found.begin());
  return std::make_unique<Survey>(somebody(random, kSurvey.role), std::move(*aim), auditor.today(),
                                  random.chance(3) ? "other" : "wild_boar", std::move(found));
}

}  // namespace wildclaims::simulation
