// What the auditor keeps as lines, one fact each, in the form in which audit.cpp reads them from the database.
#include <algorithm>
#include <sstream>

#include "tests/simulation/auditor.h"

namespace wildclaims::simulation {
namespace {

std::string parts_text(Fen amount) {
  std::string text;
  for (const auto& [funder, part] : shares_of(amount)) text += " " + funder + "=" + std::to_string(part);
  return text;
}

const char* step_of(const Approved& approved) {
  if (approved.final) return " final ";
  switch (approved.waits) {
    case Waits::no:
      return " first ";
    case Waits::settlement:
      return " pending ";
    case Waits::funds:
      return " held ";
  }
  return "";
}

void add_reductions(const Claim& claim, const Approved& of, std::vector<std::string>& lines) {
  for (const Reduction& each : of.reductions) {
    std::ostringstream text;
    text << "reduction of " << claim.number << " from " << of.id << " for " << each.determination << " by " << each.by
         << " " << each.residual << " " << each.unpaid << " " << each.recoverable << " entry " << each.sequence;
    lines.push_back(text.str());
  }
}

void add_claim(const Claim& claim, std::vector<std::string>& lines) {
  std::ostringstream line;
  line << "claim " << claim.number << " of " << claim.report << " in " << claim.policy << " is " << claim.state << "@"
       << claim.version << ", surveys " << claim.surveys << ", items";
  for (const Plot& plot : claim.told) {
    line << " " << plot.crop << "/" << plot.stage << "/" << area_text(plot.area) << "/"
         << (plot.rate ? std::to_string(*plot.rate) + "%" : "-");
  }
  lines.push_back(line.str());
  for (const Determined& each : claim.determinations) {
    std::ostringstream text;
    text << "determination " << each.id << " of " << claim.number << " by " << each.by
         << (each.judged ? " judged" : " computed") << (each.denied ? " denied " : " ") << each.entitlement
         << " replaces " << each.replaces;
    if (!each.judged) text << parts_text(each.entitlement);
    lines.push_back(text.str());
  }
  for (const Noticed& each : claim.notices) {
    lines.push_back("notice of " + claim.number + " for " + std::to_string(each.determination) + " on " +
                    each.on.to_string());
  }
  for (const Approved& each : claim.approvals) {
    std::ostringstream text;
    text << "approval " << each.id << " of " << claim.number << " for " << each.determination << " by " << each.by
         << step_of(each) << each.entitlement << " " << each.approved << " " << each.residual << " entry "
         << each.sequence;
    text << " adjusts " << each.adjusts;
    if (each.undone != 0) text << " undone " << each.undone << " by " << each.undone_by;
    if (each.became != 0) {
      text << " became " << each.became << " with " << each.became_with << " by " << each.became_by;
    }
    if (!each.scope.empty()) text << " in " << each.scope;
    if (each.final) text << parts_text(each.approved);
    lines.push_back(text.str());
    add_reductions(claim, each, lines);
  }
  for (const Payment& each : claim.payments) {
    std::ostringstream text;
    text << "payment " << each.id << " of " << claim.number << " for " << each.approval << " by " << each.by << " "
         << each.amount << " in " << each.batch << " entry " << each.sequence << " confirmed " << each.confirmed_by
         << " returned " << each.returned_by;
    lines.push_back(text.str());
  }
  for (const Recovery& each : claim.recoveries) {
    std::ostringstream text;
    text << "recovery of " << claim.number << " by " << each.by << " " << each.amount
         << (each.restored ? " restored" : " kept") << " entry " << each.sequence;
    lines.push_back(text.str());
  }
}

// What was done to the policy itself.
void add_policy(const std::string& policy, const Book& book, std::vector<std::string>& lines) {
  lines.push_back("policy " + policy + " " + std::to_string(book.premium) + " " + std::to_string(book.limit) +
                  " prepaid by " + book.prepaid_by);
  for (const Endorsed& each : book.endorsements) {
    std::ostringstream text;
    text << "endorsement of " << policy << " by " << each.by << " " << each.limit << " " << each.premium << " entry "
         << each.sequence;
    lines.push_back(text.str());
  }
  for (const ClosedPeriod& each : book.closed) {
    lines.push_back("closed " + policy + " through " + each.through.to_string() + " by " + std::to_string(each.by) +
                    " at " + std::to_string(each.head));
  }
  if (book.settled) {
    std::ostringstream text;
    text << "settled " << policy << " by " << book.settled->by << " " << book.settled->granted << " "
         << book.settled->available << " on " << book.settled->on.to_string();
    lines.push_back(text.str());
  }
  for (const Asked& each : book.asked) {
    std::ostringstream text;
    text << "reimbursement " << each.id << " of " << policy << " by " << each.by << " " << each.funder << " to "
         << book.prepaid_by << " " << each.amount << " on " << each.on.to_string() << " at " << each.head;
    lines.push_back(text.str());
    for (std::size_t i = 0; i < each.evidence.size(); ++i) {
      lines.push_back("evidence " + std::to_string(each.id) + "." + std::to_string(i + 1) + " " + each.evidence[i]);
    }
  }
}

void add_book(const std::string& policy, const Book& book, std::vector<std::string>& lines) {
  std::int64_t sequence = 0;
  for (const Entry& entry : book.entries) {
    std::ostringstream text;
    text << "entry " << policy << "#" << ++sequence << " " << entry.kind << " " << entry.claim << " batch "
         << entry.batch << " for " << entry.determination << " reverses " << entry.reverses << " adjusts "
         << entry.adjusts << " on " << entry.effective.to_string();
    Postings postings = entry.postings;
    std::sort(postings.begin(), postings.end());
    for (const auto& [account, amount] : postings) text << " " << account << "=" << amount;
    lines.push_back(text.str());
  }
  for (const auto& [account, amount] : book.balances) {
    std::ostringstream text;
    text << "balance " << policy << " " << account << " " << amount;
    lines.push_back(text.str());
  }
  for (const auto& [total, amount] : book.entitled) {
    std::ostringstream text;
    text << "entitled " << policy << " " << total << " before 0 now " << amount;
    lines.push_back(text.str());
  }
}

}  // namespace

std::vector<std::string> Auditor::lines() const {
  std::vector<std::string> lines;
  for (const auto& [policy, book] : books) {
    add_policy(policy, book, lines);
    add_book(policy, book, lines);
  }
  for (const auto& [number, report] : reports) {
    lines.push_back("report " + number + " in " + report.policy + " event " + std::to_string(report.event) + "@" +
                    std::to_string(report.version) + " at " + report.place);
  }
  for (const auto& [number, claim] : claims) add_claim(claim, lines);
  for (const auto& [key, body] : answers) {
    lines.push_back("answer " + std::to_string(key.first) + " " + key.second + ": " + body);
  }
  std::int64_t id = 0;
  for (const std::string& happening : happenings) {
    lines.push_back("happening " + std::to_string(++id) + " " + happening);
  }
  std::size_t personal = 0;
  for (const auto& [number, person] : people) personal += 1 + person.phones.size() + person.accounts.size();
  lines.push_back("people " + std::to_string(people.size()) + " personal data " + std::to_string(personal) +
                  " events " + std::to_string(events) + " clock " + std::to_string(clock_offset));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace wildclaims::simulation
