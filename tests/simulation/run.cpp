#include "tests/simulation/run.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "claims/store/failure.h"
#include "claims/workflow/demo_clock.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/audit.h"
#include "tests/simulation/disturb.h"
#include "tests/simulation/doubt.h"
#include "tests/simulation/found.h"
#include "tests/simulation/reckoning.h"
#include "tests/simulation/sending.h"
#include "tests/simulation/surroundings.h"

namespace wildclaims::simulation {
namespace {

// A seed: so many lives of the machine, each of so many turns at most.
constexpr int kLives = 16;
constexpr std::int64_t kMostTurns = 24;
constexpr std::int64_t kMostInGroup = 6;
// Clients that wait for an answer: more would send nothing new.
constexpr std::size_t kMostWaiting = 8;
// A command makes some dozens of disk calls, a start some hundreds: an armed fault strikes within so many.
constexpr std::int64_t kCallsOfCommand = 60;
constexpr std::int64_t kCallsOfStart = 250;
// A start is disturbed so often at most.
constexpr int kDisturbedStarts = 3;
constexpr std::int64_t kAdmin = 1;
// Days pass often enough that notices lapse, and a year ends within a seed.
constexpr int kClockPercent = 18;
constexpr std::int64_t kMostDays = 4;

class Run {
 public:
  Run(World& world, std::uint64_t seed, Tally& tally, std::ostream* log)
      : world_(world), disk_(world.disk()), random_(seed * 2 + 1), tally_(tally), log_(log) {
    auditor_ = world_.begin(seed, random_.index(World::kStarts));
  }

  void play() {
    start(0);
    for (int life = 0; life < kLives; ++life) {
      // What was found done at the start was answered from: it must stay even if the power goes at once.
      if (found_done_ && random_.chance(70)) {
        crash();
      } else {
        for (auto turns = random_.between(1, kMostTurns); turns > 0 && office_; --turns) turn();
      }
      if (office_) end_life();
      start(random_.chance(40) ? kDisturbedStarts : 0);
    }
    finish();
  }

  std::uint64_t trace() const { return disk_.trace(); }

  void count_courses() { tally_.courses.add(auditor_.courses); }

  void count_faults() {
    for (std::size_t i = 0; i < kFaults.size(); ++i) tally_.faults[i] += disk_.faults().counts()[i];
  }

 private:
  // Part of the trace, and told when somebody listens.
  void note(const std::string& text) {
    disk_.note(text);
    if (log_ != nullptr) *log_ << text << "\n";
  }

  // ---- the machine ----

  // Opens the office on what is on the disk, disturbed at most so many times, and audits what is there.
  void start(int disturbances) {
    while (!office_) {
      const bool disturbed = disturbances-- > 0;
      if (disturbed) arm(disk_.faults(), random_, random_.chance(50), kCallsOfStart);
      std::string thrown;
      try {
        office_ = world_.open_office();
      } catch (const store::StoreUnavailable& error) {
        thrown = error.what();
      }
      disk_.faults().disarm();
      note("start " + thrown);
      if (disk_.is_off() || (!office_ && disk_.has_forgotten())) {
        crash();
        ++tally_.crashed_starts;
      } else if (!office_ && !disturbed) {
        throw Found{Found::What::broken, "the office does not open again: " + thrown};
      }
    }
    reader_ = world_.open_reader();
    settle(*reader_);
    audit_stored();
  }

  void close() {
    reader_.reset();
    office_.reset();
  }

  // The power goes, or only the program is killed, at whatever moment it is.
  void crash() {
    const bool killed = !found_done_ && random_.chance(50) && !disk_.has_forgotten();
    note(killed ? "killed" : "power cut");
    disk_.cut();
    close();
    if (killed) {
      disk_.start_again();
    } else {
      disk_.power_on();
    }
    ++tally_.crashes;
    tally_.killed += killed ? 1 : 0;
  }

  // Without a failure: a restart, or a power cut while nothing is going on.
  void end_life() {
    if (random_.chance(60)) {
      // Closing writes everything into the database file and removes the journal: that may fail too.
      if (random_.chance(60)) arm_closing(disk_.faults(), random_);
      close();
      disk_.faults().disarm();
      ++tally_.restarts;
      if (disk_.is_off() || disk_.has_forgotten()) crash();
    } else {
      crash();
    }
  }

  // ---- turns ----

  void turn() {
    ++turns_;
    set_system_seconds(system_seconds() + random_.between(1, 900));
    if (random_.chance(kClockPercent)) {
      advance_clock();
      return;
    }
    std::vector<Sending> sendings = choose();
    tried_.emplace_back();
    for (const Sending& sending : sendings) tried_.back().push_back(sending.wish);
    // What goes wrong, if anything does.
    const int luck = random_.below(100);
    const auto calls = kCallsOfCommand * static_cast<std::int64_t>(sendings.size());
    const std::function<void()> disturb = [&] {
      if (luck < 30) arm(disk_.faults(), random_, luck < 12, calls);
    };
    const std::vector<Reply> replies = send_all(sendings, disturb);
    disk_.faults().disarm();
    settle_replies(sendings, replies);
    const bool failed = std::any_of(replies.begin(), replies.end(),
                                    [](const Reply& reply) { return reply.ending == Ending::unavailable; });
    if (disk_.is_off()) {
      crash();
    } else if (failed || random_.chance(2)) {
      // Nothing of what failed is there, and everything else is.
      audit_stored();
    }
  }

  std::vector<Sending> choose() {
    std::vector<Sending> sendings;
    const auto wanted = static_cast<std::size_t>(random_.chance(50) ? 1 : random_.between(2, kMostInGroup));
    std::vector<WishPtr> again = waiting_;
    random_.shuffle(again);
    while (sendings.size() < wanted) {
      if (!again.empty() && (waiting_.size() >= kMostWaiting || random_.chance(60))) {
        sendings.push_back({again.back(), Spoil::no});
        again.pop_back();
      } else if (waiting_.size() < kMostWaiting) {
        auto wish = std::make_shared<Wish>();
        wish->act = some_act(random_, auditor_);
        wish->key = "k" + std::to_string(++keys_);
        waiting_.push_back(wish);
        sendings.push_back({wish, Spoil::no});
      } else {
        break;
      }
      // An impatient client sends it twice at once.
      if (sendings.size() < wanted && random_.chance(8)) sendings.push_back({sendings.back().wish, Spoil::no});
    }
    for (Sending& sending : sendings) {
      if (random_.chance(5)) sending.spoil = random_.chance(50) ? Spoil::throws : Spoil::refuses;
    }
    return sendings;
  }

  // ---- sending ----

  std::vector<Reply> send_all(const std::vector<Sending>& sendings, const std::function<void()>& disturb) {
    for (const Sending& sending : sendings) {
      ++tally_.commands;
      if (sending.wish->sent++ > 0) ++tally_.retried;
    }
    if (sendings.size() == 1) {
      disturb();
      return {send(*office_, world_.actors(), sendings.front())};
    }
    std::vector<Reply> replies = send_together(*office_, world_.actors(), sendings, disturb);
    ++tally_.groups;
    tally_.grouped += static_cast<std::int64_t>(sendings.size());
    return replies;
  }

  // ---- answers ----

  void settle_replies(const std::vector<Sending>& sendings, const std::vector<Reply>& replies) {
    const bool undone = std::any_of(replies.begin(), replies.end(),
                                    [](const Reply& reply) { return reply.ending == Ending::unavailable; });
    for (std::size_t i = 0; i < sendings.size(); ++i) {
      const Wish& wish = *sendings[i].wish;
      note(std::to_string(turns_) + " " + wish.key + " user " + std::to_string(wish.act->user()) + " " +
           wish.act->request() + (sendings[i].spoil == Spoil::no ? "" : " (spoiled)") + "\n    " + replies[i].text);
      if (reckon(auditor_, tally_, sendings[i], replies[i], undone)) done(sendings[i].wish);
    }
  }

  void done(const WishPtr& wish) {
    std::erase(waiting_, wish);
    last_done_ = wish;
  }

  // ---- what was in doubt ----

  // Every command without an answer was either done as a whole or not at all: its key tells.
  void settle(store::Connection& db) {
    std::map<WishPtr, std::string> there;
    for (const WishPtr& wish : waiting_) {
      if (wish->sent == 0 || auditor_.answers.count({wish->act->user(), wish->key}) != 0) continue;
      if (auto answer = stored_answer(db, *wish)) {
        there[wish] = std::move(*answer);
      } else {
        ++tally_.settled_undone;
      }
    }
    for (const WishPtr& wish : in_order(db, auditor_, tried_, there)) {
      note("found done " + wish->key);
      enter(auditor_, tally_, *wish, there.at(wish));
      ++tally_.settled_done;
    }
    found_done_ = !there.empty();
    tried_.clear();
    settle_clock(db);
  }

  void settle_clock(store::Connection& db) {
    const std::int64_t offset = stored_offset(db);
    if (offsets_in_doubt_.count(offset) != 0) auditor_.clock_offset = offset;
    offsets_in_doubt_.clear();
  }

  void advance_clock() {
    const rules::Date day = auditor_.today().plus_days(static_cast<std::int32_t>(random_.between(0, kMostDays)));
    const std::int64_t offset =
        rules::Instant::parse(day.to_string() + "T09:00+08:00", rules::UtcOffset())->seconds() - system_seconds();
    const bool forwards = offset > auditor_.clock_offset;
    if (random_.chance(20)) arm(disk_.faults(), random_, random_.chance(50), kCallsOfCommand);
    try {
      const auto advanced = workflow::advance_clock(*office_, world_.actors()[kAdmin - 1], day);
      if (advanced.ok() != forwards) contradict("the clock is set to " + day.to_string() + " against its rule");
      if (forwards) auditor_.clock_offset = offset;
    } catch (const store::StoreUnavailable&) {
      if (forwards) offsets_in_doubt_.insert(offset);
    }
    disk_.faults().disarm();
    note("clock " + day.to_string());
    if (disk_.is_off()) crash();
  }

  // ---- looking ----

  void audit_stored() {
    const std::vector<std::string> findings = audit(*reader_, auditor_);
    ++tally_.audits;
    if (findings.empty()) return;
    std::string text;
    for (const std::string& finding : findings) text += "\n    " + finding;
    const std::string& first = findings.front();
    const auto what = first.starts_with("expected, not stored")   ? Found::What::lost
                      : first.starts_with("stored, not expected") ? Found::What::doubled
                                                                  : Found::What::broken;
    throw Found{what, "the database is not as the auditor has it:" + text};
  }

  // Everybody gets an answer, and all of it is still there after a last power cut.
  void finish() {
    while (!waiting_.empty()) {
      const std::vector<Sending> last = {{waiting_.front(), Spoil::no}};
      settle_replies(last, send_all(last, [] {}));
      if (!waiting_.empty() && waiting_.front() == last.front().wish) contradict("a command is never answered");
    }
    reuse_key();
    disk_.cut();
    close();
    disk_.power_on();
    start(0);
    close();
  }

  // Another request under a key that has its answer.
  void reuse_key() {
    if (!last_done_ || auditor_.answers.count({last_done_->act->user(), last_done_->key}) == 0) return;
    for (int tries = 0; tries < 20; ++tries) {
      auto other = some_act_of(last_done_->act->kind(), random_, auditor_);
      if (!other || other->user() != last_done_->act->user() || other->request() == last_done_->act->request())
        continue;
      auto wish = std::make_shared<Wish>();
      wish->act = std::move(other);
      wish->key = last_done_->key;
      const Reply reply = send(*office_, world_.actors(), {wish, Spoil::no});
      if (reply.ending != Ending::reused) contradict("a used key was taken for another request: " + said(*wish, reply));
      ++tally_.reused_keys;
      return;
    }
  }

  World& world_;
  Disk& disk_;
  Random random_;
  Tally& tally_;
  std::ostream* log_;
  Auditor auditor_;
  std::unique_ptr<workflow::Office> office_;   // null between lives
  std::unique_ptr<store::Connection> reader_;  // beside it, for looking
  std::vector<WishPtr> waiting_;
  WishPtr last_done_;
  std::set<std::int64_t> offsets_in_doubt_;
  bool found_done_ = false;  // at the last start
  std::int64_t keys_ = 0;
  std::int64_t turns_ = 0;
  std::vector<std::vector<WishPtr>> tried_;  // since the last start, one transaction after the other
};

void count(Found::What what, Tally& tally) {
  switch (what) {
    case Found::What::lost:
      ++tally.lost;
      break;
    case Found::What::doubled:
      ++tally.doubled;
      break;
    case Found::What::broken:
      ++tally.broken;
      break;
    case Found::What::contradicted:
      ++tally.contradicted;
      break;
  }
}

}  // namespace

Ran run_seed(World& world, std::uint64_t seed, Tally& tally, std::ostream* log) {
  Ran ran;
  ++tally.seeds;
  std::optional<Run> run;
  try {
    run.emplace(world, seed, tally, log);
    run->play();
  } catch (const Found& found) {
    count(found.what, tally);
    ran.found = found.text;
  } catch (const std::exception& error) {
    ++tally.broken;
    ran.found = std::string("an exception nobody expects: ") + error.what();
  }
  if (!run) return ran;
  ran.trace = run->trace();
  run->count_faults();
  run->count_courses();
  return ran;
}

}  // namespace wildclaims::simulation
