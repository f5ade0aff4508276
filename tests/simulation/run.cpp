#include "tests/simulation/run.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "claims/ledger/ledger_violation.h"
#include "claims/store/failure.h"
#include "claims/workflow/demo_clock.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/audit.h"
#include "tests/simulation/surroundings.h"

namespace wildclaims::simulation {
namespace {

// A seed: so many lives of the machine, each of so many turns at most.
constexpr int kLives = 16;
constexpr std::int64_t kMostTurns = 24;
constexpr std::int64_t kMostInGroup = 6;
// Clients that wait for an answer: more would send nothing new.
constexpr std::size_t kMostWaiting = 8;
// Disk calls within which an armed fault strikes: a command makes some dozens, a start some hundreds.
constexpr std::int64_t kNearCalls = 20;
constexpr std::int64_t kCallsOfCommand = 60;
constexpr std::int64_t kCallsOfStart = 250;
constexpr std::int64_t kCallsOfClosing = 120;
constexpr std::int64_t kSyncs = 3;
// A start is disturbed so often at most.
constexpr int kDisturbedStarts = 3;
constexpr std::int64_t kAdmin = 1;

// An exception that is put into a command after it has done everything.
class Spoiled : public std::runtime_error {
 public:
  Spoiled() : std::runtime_error("spoiled") {}
};

// What is wrong, thrown through everything up to run_seed.
struct Found {
  enum class What : std::uint8_t { lost, doubled, broken, contradicted };
  What what;
  std::string text;
};

[[noreturn]] void contradict(const std::string& text) { throw Found{Found::What::contradicted, text}; }

// One client's wish, sent until it is answered.
struct Wish {
  std::shared_ptr<const Act> act;
  std::string key;
  int sent = 0;
};
using WishPtr = std::shared_ptr<Wish>;

enum class Spoil : std::uint8_t { no, throws, refuses };

struct Sending {
  WishPtr wish;
  Spoil spoil = Spoil::no;
};

enum class Ending : std::uint8_t {
  none,
  answered,
  refused,
  faulty,
  reused,
  in_hand,
  unavailable,
  spoiled,
  stopped,
  broken
};

struct Reply {
  Ending ending = Ending::none;
  std::string text;  // body, first code, or what was thrown
  bool repeated = false;
};

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
      if (disturbed) arm(random_.chance(50), kCallsOfStart);
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
      if (random_.chance(60)) arm_closing();
      close();
      disk_.faults().disarm();
      ++tally_.restarts;
      if (disk_.is_off() || disk_.has_forgotten()) crash();
    } else {
      crash();
    }
  }

  // The last steps of a checkpoint are two calls among hundreds.
  void arm_closing() {
    const bool crash = random_.chance(60);
    const auto what = crash ? FaultPlan::What::crash : FaultPlan::What::error;
    if (random_.chance(30)) {
      disk_.faults().arm(what, 1, random_.chance(50) ? Call::truncate : Call::remove);
    } else {
      arm(crash, kCallsOfClosing);
    }
  }

  // At any call, or at one of those that decide what is durable: they are few among many.
  void arm(bool crash, std::int64_t calls) {
    const auto what = crash ? FaultPlan::What::crash : FaultPlan::What::error;
    const int which = random_.below(10);
    if (which < 2) {
      disk_.faults().arm(what, random_.between(1, kSyncs), Call::sync);
    } else if (which < 4) {
      disk_.faults().arm(what, random_.between(1, calls / 2), Call::write);
    } else {
      disk_.faults().arm(what, random_.between(1, random_.chance(40) ? kNearCalls : calls));
    }
  }

  // ---- turns ----

  void turn() {
    ++turns_;
    set_system_seconds(system_seconds() + random_.between(1, 900));
    if (random_.chance(12)) {
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
      if (luck < 30) arm(luck < 12, calls);
    };
    std::vector<Reply> replies =
        sendings.size() == 1 ? send_alone(sendings, disturb) : send_together(sendings, disturb);
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

  Reply send(const Sending& sending) const {
    const Wish& wish = *sending.wish;
    const workflow::Actor& actor = world_.actors()[static_cast<std::size_t>(wish.act->user() - 1)];
    const auto perform = [&](workflow::Work& work) {
      Performed outcome = wish.act->perform(work);
      if (outcome && sending.spoil == Spoil::throws) throw Spoiled();
      if (outcome && sending.spoil == Spoil::refuses)
        return Performed(domain::refuse(domain::RefusalCode::event_unknown));
      return outcome;
    };
    try {
      const workflow::Written written = write_act(*office_, actor, *wish.act, wish.key, perform);
      if (std::holds_alternative<workflow::KeyReused>(written)) return {Ending::reused, {}, false};
      if (std::holds_alternative<workflow::RequestInProgress>(written)) return {Ending::in_hand, {}, false};
      const Performed& outcome = std::get<Performed>(written);
      if (outcome.ok()) return {Ending::answered, outcome->body, outcome->repeated};
      if (outcome.is_refused()) {
        return {Ending::refused, std::string(domain::code_of(outcome.refusals().front().code)), false};
      }
      return {Ending::faulty, outcome.faults().front().code, false};
    } catch (const store::StoreUnavailable& error) {
      return {Ending::unavailable, error.what(), false};
    } catch (const Spoiled&) {
      return {Ending::spoiled, {}, false};
    } catch (const ledger::LedgerViolation& error) {
      return {Ending::stopped, error.what(), false};
    } catch (const std::exception& error) {
      return {Ending::broken, error.what(), false};
    }
  }

  void count_sending(Wish& wish) {
    ++tally_.commands;
    if (wish.sent++ > 0) ++tally_.retried;
  }

  std::vector<Reply> send_alone(const std::vector<Sending>& sendings, const std::function<void()>& disturb) {
    count_sending(*sendings.front().wish);
    disturb();
    return {send(sendings.front())};
  }

  // All of them wait, in this order, before the writer takes the first: it runs them in one transaction.
  std::vector<Reply> send_together(const std::vector<Sending>& sendings, const std::function<void()>& disturb) {
    std::atomic<bool> entered{false};
    std::atomic<bool> open{false};
    std::atomic<bool> failed{false};
    std::thread gate([&] {
      try {
        office_->writer().run([&](store::Connection&) {
          entered = true;
          entered.notify_all();
          open.wait(false);
          return store::Writer::Verdict::discard;
        });
      } catch (const std::exception&) {
        // Once it is open the disk may fail for it too.
        failed = !entered.exchange(true);
      }
      entered.notify_all();
    });
    entered.wait(false);
    std::vector<Reply> replies(sendings.size());
    std::vector<std::function<void()>> works;
    for (std::size_t i = 0; i < sendings.size(); ++i) {
      count_sending(*sendings[i].wish);
      works.emplace_back([&, i] { replies[i] = send(sendings[i]); });
    }
    if (!failed) {
      queue_in_order(works, [&] {
        disturb();
        open = true;
        open.notify_all();
      });
    }
    gate.join();
    if (failed) throw Found{Found::What::broken, "the writer begins no transaction although nothing fails any more"};
    ++tally_.groups;
    tally_.grouped += static_cast<std::int64_t>(sendings.size());
    return replies;
  }

  // ---- answers ----

  void settle_replies(const std::vector<Sending>& sendings, const std::vector<Reply>& replies) {
    for (std::size_t i = 0; i < sendings.size(); ++i) {
      const Wish& wish = *sendings[i].wish;
      note(std::to_string(turns_) + " " + wish.key + " user " + std::to_string(wish.act->user()) + " " +
           wish.act->request() + (sendings[i].spoil == Spoil::no ? "" : " (spoiled)") + "\n    " + replies[i].text);
      settle_reply(sendings[i], replies[i]);
    }
  }

  static std::string said(const Wish& wish, const Reply& reply) {
    return wish.act->kind() + " (" + wish.key + ", user " + std::to_string(wish.act->user()) +
           "): " + wish.act->request() + "\n    was answered: " + reply.text;
  }

  void settle_reply(const Sending& sending, const Reply& reply) {
    const Wish& wish = *sending.wish;
    const auto known = auditor_.answers.find({wish.act->user(), wish.key});
    switch (reply.ending) {
      case Ending::answered:
        if (known != auditor_.answers.end()) {
          if (!reply.repeated || reply.text != known->second) {
            throw Found{Found::What::doubled, "done again: " + said(wish, reply) + "\n    before: " + known->second};
          }
          ++tally_.repeated;
          return done(sending.wish);
        }
        if (reply.repeated) contradict("answered from a record that should not be there: " + said(wish, reply));
        if (sending.spoil != Spoil::no) contradict("kept although it failed: " + said(wish, reply));
        enter(wish, reply.text);
        ++tally_.acknowledged;
        return done(sending.wish);
      case Ending::refused:
      case Ending::faulty:
        if (known != auditor_.answers.end()) contradict("refused after it was done: " + said(wish, reply));
        if (wish.act->allowed(auditor_)) {
          if (sending.spoil == Spoil::refuses) return;
          contradict("refused although it is allowed: " + said(wish, reply));
        }
        ++tally_.refused;
        ++tally_.refusals[reply.text];
        return done(sending.wish);
      case Ending::spoiled:
        if (!wish.act->allowed(auditor_)) contradict("done although it is to be refused: " + said(wish, reply));
        ++tally_.spoiled;
        return;
      case Ending::stopped:
        if (!wish.act->is_forgery()) contradict("the ledger stopped a true command: " + said(wish, reply));
        ++tally_.forgeries;
        return done(sending.wish);
      case Ending::in_hand:
        if (wish.sent < 2) contradict("in hand although it was sent once: " + said(wish, reply));
        ++tally_.overtaken;
        return;
      case Ending::unavailable:
        ++tally_.unavailable;
        return;
      case Ending::reused:
      case Ending::none:
      case Ending::broken:
        contradict("a command broke: " + said(wish, reply));
    }
  }

  // Enters what was done into the auditor's books.
  void enter(const Wish& wish, const std::string& answer) {
    const Reply reply{Ending::answered, answer, false};
    if (!wish.act->allowed(auditor_)) contradict("done although it is to be refused: " + said(wish, reply));
    const std::int64_t before = auditor_.approvals;
    const std::string expected = wish.act->record(auditor_, answer);
    if (answer != expected) contradict("another answer: " + said(wish, reply) + "\n    expected:     " + expected);
    auditor_.answers[{wish.act->user(), wish.key}] = answer;
    ++tally_.done[wish.act->kind()];
    if (auditor_.approvals != before) count_last_yuan(before);
  }

  void count_last_yuan(std::int64_t before) {
    for (const auto& [number, claim] : auditor_.claims) {
      if (!claim.approvals.empty() && claim.approvals.back().id > before && claim.approvals.back().residual > 0) {
        ++tally_.last_yuan;
      }
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
      store::Statement row = db.query(
          "SELECT a.body FROM idempotency_keys AS k JOIN idempotency_answers AS a ON a.id = k.answer_id "
          "WHERE k.user_id = ? AND k.key = ?",
          wish->act->user(), wish->key);
      if (row.step()) {
        there[wish] = row.text();
      } else {
        ++tally_.settled_undone;
      }
    }
    for (const WishPtr& wish : in_order(there)) {
      note("found done " + wish->key);
      enter(*wish, there.at(wish));
      ++tally_.settled_done;
    }
    found_done_ = !there.empty();
    tried_.clear();
    settle_clock(db);
  }

  // What is found done was done by one transaction, the last one that wrote all of it: in the order of its commands.
  std::vector<WishPtr> in_order(const std::map<WishPtr, std::string>& there) const {
    for (auto group = tried_.rbegin(); group != tried_.rend(); ++group) {
      std::vector<WishPtr> order;
      for (const WishPtr& wish : *group) {
        const bool again = std::find(order.begin(), order.end(), wish) != order.end();
        if (there.count(wish) != 0 && !again) order.push_back(wish);
      }
      if (order.size() == there.size()) return order;
    }
    if (!there.empty()) throw Found{Found::What::broken, "parts of several failed transactions are there"};
    return {};
  }

  void settle_clock(store::Connection& db) {
    store::Statement row = db.query("SELECT value FROM settings WHERE name = 'demo_clock_offset_seconds'");
    row.step();
    const std::int64_t offset = std::stoll(row.text());
    if (offsets_in_doubt_.count(offset) != 0) auditor_.clock_offset = offset;
    offsets_in_doubt_.clear();
  }

  void advance_clock() {
    const rules::Date day = auditor_.today().plus_days(static_cast<std::int32_t>(random_.between(0, 4)));
    const std::int64_t offset =
        rules::Instant::parse(day.to_string() + "T09:00+08:00", rules::UtcOffset())->seconds() - system_seconds();
    const bool forwards = offset > auditor_.clock_offset;
    if (random_.chance(20)) arm(random_.chance(50), kCallsOfCommand);
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
      settle_replies(last, send_alone(last, [] {}));
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
      const Reply reply = send({wish, Spoil::no});
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
  Run run(world, seed, tally, log);
  ++tally.seeds;
  try {
    run.play();
  } catch (const Found& found) {
    count(found.what, tally);
    ran.found = found.text;
  } catch (const std::exception& error) {
    ++tally.broken;
    ran.found = std::string("an exception nobody expects: ") + error.what();
  }
  ran.trace = run.trace();
  run.count_faults();
  return ran;
}

}  // namespace wildclaims::simulation
