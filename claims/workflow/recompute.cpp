#include "claims/workflow/recompute.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "claims/workflow/deny.h"
#include "claims/workflow/evaluation.h"
#include "rules/funding.h"
#include "rules/loader/load.h"
#include "rules/loader/sha256.h"

namespace wildclaims::workflow {
namespace {

using rules::Money;

constexpr const char* kRulebook = "rulebook_as_hashed";
constexpr const char* kRecomputed = "recomputed_as_stored";

// Of a receipt around the first byte that differs: enough to see the name and the value.
constexpr std::size_t kAround = 24;

std::string around(const std::string& text, std::size_t at) {
  const std::size_t begin = at > kAround ? at - kAround : 0;
  return text.substr(begin, 2 * kAround);
}

// Findings about one determination or approval.
class Record {
 public:
  Record(std::string subject, std::vector<Finding>& found) : subject_(std::move(subject)), found_(&found) {}

  void wrong(const rules::Bilingual& what, const std::string& stored, const std::string& again) {
    found_->push_back({kRecomputed,
                       subject_,
                       {what.zh + "存为 " + stored + "，重算为 " + again + "。",
                        "The " + what.en + " is stored as " + stored + ", recomputed it is " + again + "."}});
  }
  void cannot(const rules::Bilingual& why) { found_->push_back({kRecomputed, subject_, why}); }

  void same_receipt(const std::string& stored, const std::string& again) {
    if (stored == again) return;
    const auto at = static_cast<std::size_t>(
        std::mismatch(stored.begin(), stored.end(), again.begin(), again.end()).first - stored.begin());
    wrong({"回执第 " + std::to_string(at) + " 字节起", "receipt from byte " + std::to_string(at)},
          "…" + around(stored, at) + "…", "…" + around(again, at) + "…");
  }
  void same_money(const rules::Bilingual& what, Money stored, Money again) {
    if (stored != again) wrong(what, stored.to_string(), again.to_string());
  }
  void same_parts(const std::vector<rules::FundingPart>& stored, const std::vector<rules::FundingPart>& again) {
    const auto text = [](const std::vector<rules::FundingPart>& parts) {
      std::string list;
      for (const rules::FundingPart& part : parts) {
        list += (list.empty() ? "" : ", ") + part.funder + " " + part.amount.to_string();
      }
      return list.empty() ? "-" : list;
    };
    if (text(stored) != text(again)) wrong({"分担", "funding"}, text(stored), text(again));
  }

 private:
  std::string subject_;
  std::vector<Finding>* found_;
};

std::string line_of(const store::FindingRow& finding) {
  return std::string(finding.denial ? "denial " : "flag ") + finding.code + " " + finding.say.zh + " " +
         finding.say.en + " " + finding.source;
}

// What determining stores as findings.
std::vector<store::FindingRow> findings_of(const rules::Determination& result) {
  std::vector<store::FindingRow> rows;
  for (const rules::Finding& each : result.denials) {
    rows.push_back({true, each.code, each.say, rules::to_text(each.source).zh});
  }
  for (const rules::Finding& each : result.flags) {
    rows.push_back({false, each.code, each.say, rules::to_text(each.source).zh});
  }
  return rows;
}

void same_findings(Record& record, const std::vector<store::FindingRow>& stored,
                   const std::vector<store::FindingRow>& again) {
  if (stored.size() != again.size()) {
    record.wrong({"拒赔理由与提示的条数", "number of findings"}, std::to_string(stored.size()),
                 std::to_string(again.size()));
  }
  for (std::size_t i = 0; i < std::min(stored.size(), again.size()); ++i) {
    if (line_of(stored[i]) != line_of(again[i]))
      record.wrong({"理由", "finding"}, line_of(stored[i]), line_of(again[i]));
  }
}

void check_judged(Record& record, const store::DeterminationRow& row) {
  std::vector<DenialReason> reasons;
  for (const store::FindingRow& finding : row.findings) reasons.push_back({finding.code, finding.say, finding.source});
  record.same_receipt(row.receipt, judgement_receipt(reasons));
  if (!row.denied) record.wrong({"拒赔", "denial"}, "0", "1");
  record.same_money({"应赔金额", "entitlement"}, row.entitlement, Money());
  record.same_parts(row.funding, {});
}

// Nothing when it cannot be run, which the record then says.
std::optional<Evaluation> run_again(Record& record, const rules::Rulebook* rulebook, const std::string& receipt) {
  if (rulebook == nullptr) {
    record.cannot(
        {"所依据的规则没有存下，无法重算。", "Its rulebook is not stored, or unfit: it cannot be recomputed."});
    return std::nullopt;
  }
  try {
    const auto sheet = read_receipt(receipt);
    auto evaluation = sheet ? evaluate(*rulebook, *sheet) : std::nullopt;
    if (!evaluation) {
      record.cannot(
          {"回执中的事实不能按其规则计算。", "The facts in its receipt cannot be computed under its rulebook."});
    }
    return evaluation;
  } catch (const std::exception& error) {
    record.cannot({std::string("无法重算：") + error.what(), std::string("It cannot be recomputed: ") + error.what()});
    return std::nullopt;
  }
}

void check_determination(Record& record, const rules::Rulebook* rulebook, const store::DeterminationRow& row) {
  const auto again = run_again(record, rulebook, row.receipt);
  if (!again) return;
  record.same_receipt(row.receipt, again->receipt);
  record.same_money({"应赔金额", "entitlement"}, row.entitlement, again->determination.entitlement);
  if (row.denied != again->determination.denied) {
    record.wrong({"拒赔", "denial"}, row.denied ? "1" : "0", again->determination.denied ? "1" : "0");
  }
  record.same_parts(row.funding, again->determination.funding);
  same_findings(record, row.findings, findings_of(again->determination));
}

// The approval asks the determination's question again: everything but what was approved to others in between.
void check_same_facts(Record& record, const store::ApprovalRow& row, const store::DeterminationRow& determination) {
  try {
    const auto approved = read_receipt(row.receipt);
    const auto determined = read_receipt(determination.receipt);
    if (approved && determined && approved->claim == determined->claim && approved->items == determined->items &&
        approved->event == determined->event) {
      return;
    }
  } catch (const std::exception&) {
    return;  // run_again() has said so
  }
  record.cannot({"批准所依据的事实不是核赔结论 " + std::to_string(determination.id) + " 的事实。",
                 "The facts approved on are not those of determination " + std::to_string(determination.id) + "."});
}

// What was entitled to before an approval: it adds to that.
Money standing_before(const store::StoredClaim& claim, const store::ApprovalRow& row) {
  const auto before = [&](std::int64_t sequence) { return sequence < row.sequence.value_or(0); };
  Money standing;
  for (const store::ApprovalRow& earlier : claim.approvals) {
    if (!earlier.final || !before(earlier.sequence.value_or(0))) continue;
    if (earlier.undone && before(earlier.undone->sequence)) continue;
    if (!earlier.restores) standing += earlier.entitlement;
    for (const store::ReductionRow& reduction : earlier.reductions) {
      if (before(reduction.sequence)) standing -= reduction.residual + reduction.unpaid + reduction.recoverable;
    }
  }
  return standing;
}

// The same before an approval that waits for funds: it has no entry, and what stood then stands as long as it waits.
Money standing_before_held(const store::StoredClaim& claim, const store::ApprovalRow& row) {
  Money standing;
  for (const store::ApprovalRow& earlier : claim.approvals) {
    if (!earlier.final || earlier.id >= row.id || earlier.undone) continue;
    if (!earlier.restores) standing += earlier.entitlement;
    for (const store::ReductionRow& reduction : earlier.reductions) {
      if (reduction.determination_id < row.determination_id) {
        standing -= reduction.residual + reduction.unpaid + reduction.recoverable;
      }
    }
  }
  return standing;
}

void check_approval(Record& record, const rules::Rulebook* rulebook, const store::StoredClaim& claim,
                    const store::ApprovalRow& row, const store::DeterminationRow& determination) {
  const auto again = run_again(record, rulebook, row.receipt);
  if (!again) return;
  record.same_receipt(row.receipt, again->receipt);
  Money entitlement = again->determination.entitlement;
  if (row.final) entitlement -= standing_before(claim, row);
  if (row.waits == store::Wait::funds) entitlement -= standing_before_held(claim, row);
  // What a first approver agreed to stands as determined when the running totals leave nothing (approve.cpp).
  if (row.is_first() && entitlement.is_zero()) entitlement = determination.entitlement;
  // A restored residual was entitled to when it was left unpaid.
  if (!row.restores) record.same_money({"应赔金额", "entitlement"}, row.entitlement, entitlement);
  if (row.final) {
    const auto parts = rules::fund(*rulebook, again->determination, row.approved);
    if (parts) {
      record.same_parts(row.funding, *parts);
    } else {
      record.cannot({"批准金额无法按规则分担。", "The approved amount cannot be funded as the rulebook says."});
    }
  }
  check_same_facts(record, row, determination);
}

}  // namespace

Recomputation::Recomputation(const std::vector<store::StoredRulebook>& rulebooks) {
  for (const store::StoredRulebook& row : rulebooks) {
    const std::string name = "rulebook " + row.code + " " + row.version;
    for (const store::BadValue& bad : row.bad) {
      of_rulebooks_.push_back(
          {kRulebook, name + " " + bad.place, {"存为 " + bad.stored + "。", "Stored is " + bad.stored + "."}});
    }
    const rules::Digest hash = rules::sha256(row.text);
    if (hash != row.sha256) {
      of_rulebooks_.push_back(
          {kRulebook,
           name,
           {"规则文本的哈希存为 " + row.sha256.to_hex() + "，应为 " + hash.to_hex() + "。",
            "The hash of its text is stored as " + row.sha256.to_hex() + ", it should be " + hash.to_hex() + "."}});
      continue;
    }
    auto loaded = rules::load_rulebook(row.text, name);
    if (loaded.rulebook) {
      rulebooks_.emplace(row.id, std::move(loaded.rulebook));
    } else {
      of_rulebooks_.push_back({kRulebook, name, {"规则文本不能再读入。", "Its text no longer loads."}});
    }
  }
}

const rules::Rulebook* Recomputation::rulebook(std::int64_t id) const {
  const auto at = rulebooks_.find(id);
  return at == rulebooks_.end() ? nullptr : at->second.get();
}

std::vector<Finding> Recomputation::check(const store::StoredClaim& claim) const {
  std::vector<Finding> found;
  const std::string name = claim.number.empty() ? "claims " + std::to_string(claim.id) : claim.number;
  const auto rulebook_of = [&](const store::DeterminationRow& row) { return rulebook(row.rulebook_id); };
  for (const store::DeterminationRow& row : claim.determinations) {
    Record record(name + " determination " + std::to_string(row.id), found);
    if (row.judged) {
      check_judged(record, row);
    } else {
      check_determination(record, rulebook_of(row), row);
    }
  }
  for (const store::ApprovalRow& row : claim.approvals) {
    const auto rests_on = std::find_if(claim.determinations.begin(), claim.determinations.end(),
                                       [&](const auto& each) { return each.id == row.determination_id; });
    if (rests_on == claim.determinations.end()) continue;  // BookAudit tells
    Record record(name + " approval " + std::to_string(row.id), found);
    check_approval(record, rulebook_of(*rests_on), claim, row, *rests_on);
  }
  return found;
}

}  // namespace wildclaims::workflow
