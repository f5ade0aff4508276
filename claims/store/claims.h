// Claims and their loss items as told. State and version are where the claim stands now; how it came there is in
// surveys, determinations, notices, approvals, payments and happenings.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/claim_state.h"
#include "rules/facts.h"

namespace wildclaims::store {

class Connection;

struct ClaimRow {
  std::int64_t id = 0;
  std::string number;
  std::string programme;
  std::string policy_id;
  std::int64_t report_id = 0;
  std::int64_t claimant_id = 0;
  std::int64_t phone_id = 0;
  std::int64_t account_id = 0;
  std::string account_holder;
  domain::ClaimState state = domain::ClaimState::reported;
  std::int64_t version = 1;
};

struct LossItemRow {
  std::int64_t item = 0;  // from 1 within the claim
  std::string plot;
  rules::FactTexts facts;  // as reported
};

// What a list of claims is narrowed to; an empty text or nothing narrows nothing.
struct ClaimFilter {
  std::string programme;
  std::string policy_id;
  std::optional<domain::ClaimState> state;
  std::optional<std::int64_t> report_id;
  std::string words;  // part of a claim number, claimant's name or village code
};

// Records a claim; `claim.id` is ignored. Returns the new id.
std::int64_t insert_claim(Connection& connection, const ClaimRow& claim);
std::optional<ClaimRow> find_claim(Connection& connection, const std::string& number);
std::optional<ClaimRow> find_claim(Connection& connection, std::int64_t id);
// The oldest claim; nothing when there is none.
std::optional<ClaimRow> first_claim(Connection& connection);
// In claim-number order.
std::vector<ClaimRow> claims_of_report(Connection& connection, std::int64_t report_id);
// Newest first, before the claim with id `before` (0: from the newest), at most `limit`.
std::vector<ClaimRow> list_claims(Connection& connection, const ClaimFilter& filter, std::int64_t before, int limit);

// Every claim of a policy, in claim-number order.
void for_each_claim(Connection& connection, const std::string& policy_id,
                    const std::function<void(const ClaimRow&)>& see);

// Writes the new state and raises the version by one.
void move_claim(Connection& connection, std::int64_t id, domain::ClaimState state);
// Writes the correctable details; the version is raised by the move that records why.
void correct_claim(Connection& connection, const ClaimRow& claim);
// A corrected report may lie in another policy year.
void move_claims_to_policy(Connection& connection, std::int64_t report_id, const std::string& policy_id);

void insert_loss_item(Connection& connection, std::int64_t claim_id, const LossItemRow& item);
void correct_loss_item(Connection& connection, std::int64_t claim_id, const LossItemRow& item);
// In the order told.
std::vector<LossItemRow> loss_items(Connection& connection, std::int64_t claim_id);

}  // namespace wildclaims::store
