#include "tests/bench/claim_road.h"

#include <atomic>
#include <chrono>
#include <ctime>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "claims/http/acted_form.h"
#include "claims/store/determinations.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/approve.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/report_damage.h"
#include "claims/workflow/survey.h"
#include "tests/bench/made_reports.h"

namespace wildclaims::bench {
namespace {

using domain::Outcome;
using domain::Role;
using workflow::Acted;
using workflow::Answer;
using workflow::Target;
using workflow::Work;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Calls `act` for every place below `count`, on many threads, and measures the whole. Throws what the first one threw.
Stage measured(std::string_view command, std::size_t callers, std::size_t count,
               const std::function<void(std::size_t)>& act) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const double processor = processor_seconds();
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      try {
        for (std::size_t place = next++; place < count; place = next++) act(place);
      } catch (...) {
        next = count;
        const std::lock_guard lock(mutex);
        failure = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
  return {command, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          processor_seconds() - processor, count};
}

Outcome<Answer> answered(Outcome<Acted> acted) {
  if (!acted) return std::move(acted).failure<Answer>();
  return http::claim_acted(acted.value());
}

// What the road knows of one claim.
struct Walked {
  std::string claim;
  std::int64_t version = 1;
};

class Road {
 public:
  Road(MadeOffice& office, std::size_t callers, std::int64_t first, std::size_t count)
      : office_(office), callers_(callers), first_(first), walked_(count) {}

  Stage report() {
    return measured("report", callers_, walked_.size(), [&](std::size_t place) {
      const std::int64_t number = first_ + static_cast<std::int64_t>(place);
      const domain::DamageReport report = made_report(number);
      office_.run(Role::clerk, "POST /api/v1/damage-reports", made_key(number), [&](Work& work) -> Outcome<Answer> {
        auto reported = workflow::report_damage(work, report);
        if (!reported) return std::move(reported).failure<Answer>();
        walked_[place].claim = reported->acted.claims.front().number;
        return http::report_taken(reported.value(), report);
      });
    });
  }

  Stage act(std::string_view command, Role role, const std::function<Outcome<Acted>(Work&, const Target&)>& act) {
    return measured(command, callers_, walked_.size(), [&](std::size_t place) {
      Walked& walked = walked_[place];
      const Target target{Target::Kind::claim, walked.claim, walked.version};
      const std::string route = "POST /api/v1/claims/" + walked.claim + "/" + std::string(command);
      office_.run(role, route, made_key(first_ + static_cast<std::int64_t>(place)), [&](Work& work) {
        auto acted = act(work, target);
        if (acted.ok()) walked.version = acted->claims.front().version;
        return answered(std::move(acted));
      });
    });
  }

 private:
  MadeOffice& office_;
  std::size_t callers_;
  std::int64_t first_;
  std::vector<Walked> walked_;
};

Outcome<Acted> survey(Work& work, const Target& target) {
  const auto plot = made_report(0).households.front().items.front();
  workflow::Survey survey{
      target, "discovery", *rules::Date::from_civil(2025, 9, 21), "wild_boar", "confirmed", "样方五处", {}, {}};
  survey.claims.push_back({target.number,
                           {{1,
                             {{"crop", plot.crop},
                              {"stage", plot.stage.value()},
                              {"area", plot.area},
                              {"loss_rate", plot.loss_rate.value()}}}}});
  return workflow::survey(work, survey);
}

// What the approver has seen, as the page of the claim shows it.
Outcome<Acted> approve(Work& work, const Target& target) {
  const auto claim = store::find_claim(work.db, target.number);
  const auto seen = store::latest_determination(work.db, claim.value().id).value();
  return workflow::approve(work, {target, seen.id, seen.entitlement, false});
}

}  // namespace

Stage take_reports(MadeOffice& office, std::size_t callers, std::int64_t first, std::size_t count) {
  return Road(office, callers, first, count).report();
}

std::vector<Stage> walk_road(MadeOffice& office, std::size_t callers, std::int64_t first, std::size_t count,
                             const std::string& approval_day) {
  Road road(office, callers, first, count);
  std::vector<Stage> stages;
  stages.push_back(road.report());
  stages.push_back(road.act("acceptance", Role::adjuster, workflow::accept));
  stages.push_back(road.act("survey", Role::adjuster, survey));
  stages.push_back(road.act("determination", Role::adjuster, workflow::determine));
  stages.push_back(road.act("notice", Role::clerk, [](Work& work, const Target& target) {
    return workflow::post_notice(work, {target, "村务公开栏"});
  }));
  office.advance(approval_day);
  stages.push_back(road.act("approval", Role::approver, approve));
  stages.push_back(road.act("payment", Role::cashier, [](Work& work, const Target& target) {
    return workflow::send_payment(work, {target, "2025-09-A"});
  }));
  stages.push_back(road.act("confirmation", Role::cashier, [](Work& work, const Target& target) {
    return workflow::confirm_payment(work, {target, "REF-0001"});
  }));
  return stages;
}

}  // namespace wildclaims::bench
