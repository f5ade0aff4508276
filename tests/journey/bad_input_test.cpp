// What must be refused is refused with a problem document that names every fault, and leaves the database as it was.
#include <set>
#include <string>
#include <vector>

#include "tests/journey/road.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;

// One request that must be refused.
struct Refused {
  std::string name;
  std::string as;
  std::string path;
  std::string body;
  Headers headers;
  int status;
  std::string problem;           // last part of the problem's type
  std::set<std::string> faults;  // JSON pointers, every one of them and no other
};

constexpr std::size_t kTwentyMegabytes = 20 * 1024 * 1024;
constexpr std::size_t kTooDeep = 10'000;

constexpr const char* kSecondPassword = "determines-and-approves";

// Claims at the places where the refusals wait.
struct Scene {
  Reported reported;
  Reported noticed;
  Reported approved;
  Reported determined_by_vera;
};

json good_report() { return damage_report({household(1, "3.5")}, "good"); }

std::string changed(const std::string& pointer, const json& value) {
  json report = good_report();
  report[json::json_pointer(pointer)] = value;
  return report.dump();
}

std::string with_every_fault() {
  json report = good_report();
  report["species"] = "dragon";
  report["damage_from"] = "2025-02-31";
  report["village"] = "atlantis";
  report["households"][0]["identity"] = "140829190001010015";
  report["households"][0]["items"][0]["area"] = "-3.5";
  report["households"][0]["items"][0]["crop"] = "durian";
  return report.dump();
}

json approval_of(Person& approver, const std::string& claim) {
  const json seen = approver.read("/claims/" + claim);
  return {{"determination", seen.at("determination").at("number")}, {"amount", "1000.00"}};
}

// Someone with two roles, who therefore could approve what she determined if only roles counted.
void add_vera(const Service& service) {
  const auto added = service.command({"user", "add", "vera", "--role", "adjuster", "--role", "approver"},
                                     std::string(kSecondPassword) + "\n");
  INFO(added.output);
  REQUIRE(added.exit_code == 0);
}

Scene set_scene(Service& service) {
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  add_vera(service);
  advance_clock(service, "2025-09-21");
  Scene scene;
  scene.approved = walk_to_notice(service, damage_report({household(10, "1")}, "approved"));
  scene.determined_by_vera =
      walk_to_notice(service, damage_report({household(11, "1")}, "determined by vera"), {"vera", kSecondPassword});
  advance_clock(service, "2025-09-25");
  Person approver(service, "approver");
  const std::string claim = scene.approved.claims.front();
  approver.done_on("/claims/" + claim, "/claims/" + claim + "/approval", approval_of(approver, claim));
  scene.noticed = walk_to_notice(service, damage_report({household(12, "1")}, "noticed"));
  Person clerk(service, "clerk");
  scene.reported = reported_from(clerk.done("/damage-reports", damage_report({household(13, "1")}, "reported")));
  return scene;
}

std::vector<Refused> bad_reports() {
  json twice = damage_report({household(2, "3.5"), household(3, "1")}, "twice");
  twice["households"][1]["identity"] = twice["households"][0]["identity"];
  json before_cover = good_report();
  before_cover.update(
      {{"damage_from", "2024-09-18"}, {"damage_to", "2024-09-20"}, {"discovered_at", "2024-09-20T07:30"}});
  const std::string item = "/households/0/items/0";
  const std::string reports = "/damage-reports";
  return {
      {"unknown crop", "clerk", reports, changed(item + "/crop", "durian"), {}, 422, "invalid_input", {item + "/crop"}},
      {"negative area", "clerk", reports, changed(item + "/area", "-3.5"), {}, 422, "invalid_input", {item + "/area"}},
      {"9 decimals",
       "clerk",
       reports,
       changed(item + "/area", "3.123456789"),
       {},
       422,
       "invalid_input",
       {item + "/area"}},
      {"31 February",
       "clerk",
       reports,
       changed("/damage_from", "2025-02-31"),
       {},
       422,
       "invalid_input",
       {"/damage_from"}},
      {"everything at once",
       "clerk",
       reports,
       with_every_fault(),
       {},
       422,
       "invalid_input",
       {"/species", "/damage_from", "/village", "/households/0/identity", item + "/area", item + "/crop"}},
      {"20 MB", "clerk", reports, changed("/place", std::string(kTwentyMegabytes, 'x')), {}, 413, "body_too_large", {}},
      {"10,000 deep",
       "clerk",
       reports,
       std::string(kTooDeep, '[') + std::string(kTooDeep, ']'),
       {},
       400,
       "malformed_json",
       {}},
      {"wrong role", "adjuster", reports, good_report().dump(), {}, 403, "role_not_allowed", {}},
      {"one identity number twice",
       "clerk",
       reports,
       twice.dump(),
       {},
       422,
       "invalid_input",
       {"/households/1/identity"}},
      {"outside the policy year", "clerk", reports, before_cover.dump(), {}, 422, "invalid_input", {"/damage_to"}},
  };
}

std::vector<Refused> bad_approvals(Service& service, const Scene& scene) {
  Person approver(service, "approver2");
  Person vera(service, "vera", kSecondPassword);
  const auto approval = [](Person& as, const Reported& of) { return approval_of(as, of.claims.front()).dump(); };
  const auto path = [](const Reported& of) { return "/claims/" + of.claims.front() + "/approval"; };
  const auto seen = [](Person& as, const Reported& of) {
    return Headers{{"If-Match", as.get("/claims/" + of.claims.front()).etag}};
  };
  const Reported& done = scene.approved;
  const Reported& hers = scene.determined_by_vera;
  const Reported& fresh = scene.noticed;
  return {
      {"second approval",
       "approver2",
       path(done),
       approval(approver, done),
       seen(approver, done),
       409,
       "already_approved",
       {}},
      {"approval by the determiner",
       "vera",
       path(hers),
       approval(vera, hers),
       seen(vera, hers),
       403,
       "approver_is_determiner",
       {}},
      {"before the notice has lapsed",
       "approver2",
       path(fresh),
       approval(approver, fresh),
       seen(approver, fresh),
       409,
       "notice_not_lapsed",
       {}},
      {"stale If-Match",
       "approver2",
       path(hers),
       approval(approver, hers),
       {{"If-Match", "\"1\""}},
       412,
       "stale_version",
       {}},
      {"no If-Match", "approver2", path(hers), approval(approver, hers), {}, 428, "if_match_missing", {}},
  };
}

// A problem document of the right kind, in both languages, naming exactly these faults.
void check_problem(const Answer& answer, int status, const std::string& problem, const std::set<std::string>& faults) {
  INFO(answer.body.substr(0, 4000));
  CHECK(answer.status == status);
  CHECK(answer.type.rfind("application/problem+json", 0) == 0);
  const json document = json::parse(answer.body, nullptr, false);
  REQUIRE(document.is_object());
  CHECK(document.at("type") == "/problems/" + problem);
  CHECK(document.at("status") == status);
  for (const std::string text : {"title", "title_zh", "detail", "detail_zh"}) {
    INFO(text);
    CHECK_FALSE(document.at(text).get<std::string>().empty());
  }
  std::set<std::string> pointers;
  for (const auto& fault : document.value("faults", json::array())) {
    if (!fault.value("pointer", "").empty()) pointers.insert(fault.at("pointer"));
    CHECK_FALSE(fault.at("en").get<std::string>().empty());
    CHECK_FALSE(fault.at("zh").get<std::string>().empty());
  }
  CHECK(pointers == faults);
}

}  // namespace

TEST_CASE("Every bad request is refused with a problem document that names every fault, and changes nothing") {
  Service service;
  const Scene scene = set_scene(service);
  auto table = bad_reports();
  for (auto& row : bad_approvals(service, scene)) table.push_back(row);
  std::map<std::string, Person> people;
  for (const std::string name : {"clerk", "adjuster", "approver2"}) people.try_emplace(name, service, name);
  people.try_emplace("vera", service, "vera", kSecondPassword);
  for (auto& [name, person] : people) person.read("/policies");

  for (const auto& row : table) {
    INFO(row.name);
    const std::string before = service.dump();
    const Answer answer = people.at(row.as).post_text(row.path, row.body, row.headers);
    check_problem(answer, row.status, row.problem, row.faults);
    CHECK(service.dump() == before);
  }
}

TEST_CASE(
    "An Idempotency-Key used again with another body is refused, and with the same body it gives the same answer") {
  Service service;
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");
  Person clerk(service, "clerk");
  const Headers key{{"Idempotency-Key", fresh_key()}};
  const Answer first = clerk.post("/damage-reports", good_report(), key);
  REQUIRE(first.status == 201);
  const std::string before = service.dump();
  const Answer again = clerk.post("/damage-reports", good_report(), key);
  CHECK(again.status == first.status);
  CHECK(again.body == first.body);
  check_problem(clerk.post_text("/damage-reports", changed("/place", "elsewhere"), key), 409, "idempotency_key_reused",
                {});
  CHECK(service.dump() == before);
}

TEST_CASE("The public status gives the same answer for a wrong secret and for no such claim") {
  Service service;
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");
  Person clerk(service, "clerk");
  const Reported reported = reported_from(clerk.done("/damage-reports", damage_report({household(7, "1")}, "status")));
  HttpConnection farmer(service.port());
  const auto ask = [&](const std::string& claim, const std::string& secret) {
    return farmer.send("POST", "/api/v1/status", {}, json{{"claim", claim}, {"secret", secret}}.dump());
  };
  const Answer right = ask(reported.claims.front(), "0007");
  INFO(right.body);
  CHECK(right.status == 200);
  for (const std::string& personal :
       std::vector<std::string>{"甲7", identity_number(7), "13000000007", "6200000000000007"}) {
    CHECK(right.body.find(personal) == std::string::npos);
  }

  const std::string before = service.dump();
  const Answer wrong = ask(reported.claims.front(), "0008");
  // Nobody's number, with a check digit that fits.
  const Answer nobody = ask("PL-2025-000999-" + std::string(1, '0'), "0008");
  json wrong_document = wrong.json();
  json nobody_document = nobody.json();
  wrong_document.erase("request_id");
  nobody_document.erase("request_id");
  CHECK(wrong.status == nobody.status);
  CHECK(wrong_document == nobody_document);
  check_problem(wrong, wrong.status, wrong_document.at("type").get<std::string>().substr(10), {});
  CHECK(service.dump() == before);
}

}  // namespace wildclaims::tests
