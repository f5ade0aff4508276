#include "claims/http/problem.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "claims/http/limits.h"

namespace wildclaims::http {

namespace {

using rules::Bilingual;

struct Entry {
  ProblemCode code;
  const char* name;
  int status;
  const char* title_zh;
  const char* title_en;
  const char* advice_zh;
  const char* advice_en;
};

// In the order of ProblemCode.
constexpr std::array<Entry, kProblemCodeCount> kOwn{{
    {ProblemCode::malformed_request, "malformed_request", 400, "请求格式不正确", "Malformed request",
     "请求不符合 HTTP/1.1 的格式(RFC 9112),服务没有处理它，并关闭了连接。请检查客户端或代理，然后重新发送。",
     "The request does not follow HTTP/1.1 (RFC 9112). Nothing was done and the connection was closed. Check the "
     "client or proxy and send it again."},
    {ProblemCode::unsupported_http_version, "unsupported_http_version", 505, "不支持的 HTTP 版本",
     "Unsupported HTTP version", "本服务使用 HTTP/1.1。请改用 HTTP/1.1 重新发送。",
     "This service speaks HTTP/1.1. Send the request again with that version."},
    {ProblemCode::uri_too_long, "uri_too_long", 414, "请求地址过长", "Request line too long",
     "请求行超过了长度上限。请缩短查询条件；长内容应放在请求正文里。",
     "The request line is longer than allowed. Use fewer or shorter filters; long content belongs into the body."},
    {ProblemCode::headers_too_large, "headers_too_large", 431, "请求头过大", "Request headers too large",
     "请求头的总长度或条数超过上限（16 KiB、100 条）。请去掉不需要的请求头或 Cookie。",
     "The headers are larger or more numerous than allowed (16 KiB, 100). Leave out headers and cookies that are not "
     "needed."},
    {ProblemCode::request_timeout, "request_timeout", 408, "请求发送超时", "Request took too long to arrive",
     "请求没有在时限内完整到达，服务没有处理它。请检查网络后重新发送；带 Idempotency-Key 的请求可以放心重发。",
     "The request did not arrive completely in time and nothing was done. Check the line and send it again; a request "
     "with an Idempotency-Key can be repeated safely."},
    {ProblemCode::body_too_large, "body_too_large", 413, "请求正文过大", "Request body too large",
     "请求正文超过上限(2 MiB)。请把报案拆成几份，每份少一些农户；更大的规则文件请用 wildclaims rules check 检查。",
     "The body is larger than allowed (2 MiB). Split a report into several with fewer households each; check a larger "
     "rulebook file with wildclaims rules check."},
    {ProblemCode::unexpected_body, "unexpected_body", 400, "此请求不应带正文", "This request takes no body",
     "该地址和方法不接受请求正文。请去掉正文再发送。",
     "This path and method take no body. Send the request without one."},
    {ProblemCode::expectation_failed, "expectation_failed", 417, "无法满足 Expect 请求头", "Expectation failed",
     "Expect 请求头只支持 100-continue。", "The Expect header may only say 100-continue."},
    {ProblemCode::route_not_found, "route_not_found", 404, "没有这个地址", "No such path",
     "本服务没有这个地址。接口都在 /api/v1 之下，请检查拼写。",
     "This service has no such path. The API lives under /api/v1; check the spelling."},
    {ProblemCode::method_not_allowed, "method_not_allowed", 405, "该地址不支持此方法", "Method not allowed here",
     "该地址存在，但不支持此方法。可用的方法见 Allow 响应头。",
     "The path exists but does not take this method. The Allow header lists the methods it takes."},
    {ProblemCode::not_acceptable, "not_acceptable", 406, "没有所要求的格式", "Not available in that form",
     "该内容没有 Accept 请求头所要求的格式。可用格式见说明。",
     "The content does not exist in a form that the Accept header allows. The detail lists the forms there are."},
    {ProblemCode::unsupported_media_type, "unsupported_media_type", 415, "正文类型应为 application/json",
     "The body must be application/json", "请求正文须为 JSON,并带上 Content-Type: application/json。",
     "Send the body as JSON with Content-Type: application/json."},
    {ProblemCode::malformed_json, "malformed_json", 400, "正文不是有效的 JSON", "The body is not valid JSON",
     "请求正文不是有效的 JSON（RFC 8259,UTF-8 编码，不重复的键，嵌套不超过 32 层）。出错位置见说明。",
     "The body is not valid JSON (RFC 8259, UTF-8, no key twice, at most 32 levels deep). The detail says where."},
    {ProblemCode::invalid_query, "invalid_query", 400, "查询参数有误", "Faults in the query",
     "地址中的查询参数有误，每一处见 faults。", "The query part of the address has faults; each is listed in faults."},
    {ProblemCode::invalid_input, "invalid_input", 422, "提交的内容有误", "Faults in what was sent",
     "提交的内容有误，全部问题见 faults,没有做任何改动。请逐条更正后重新提交。",
     "What was sent has faults, all of them listed in faults; nothing was changed. Correct them and send it again."},
    {ProblemCode::not_signed_in, "not_signed_in", 401, "未登录或登录已失效", "Not signed in",
     "请先登录(POST /api/v1/sessions),再把得到的令牌放在 Authorization: Bearer 请求头里。",
     "Sign in first (POST /api/v1/sessions) and send the token in the header Authorization: Bearer."},
    {ProblemCode::wrong_sign_in, "wrong_sign_in", 401, "用户名或密码不对", "Wrong user name or password",
     "用户名或密码不对。请核对后重试；忘记密码请找管理员。",
     "The user name or the password is wrong. Check both; if the password is forgotten, ask the administrator."},
    {ProblemCode::status_not_found, "status_not_found", 404, "没有查到", "Nothing found",
     "没有与此赔案号和查询码相符的赔案。请对照回执核对赔案号；查询码为报案手机号的后四位，或回执上的查询码。",
     "No claim fits this number and secret. Check the number on the slip; the secret is the last four digits of the "
     "telephone number given with the report, or the code on the slip."},
    {ProblemCode::rulebook_unknown, "rulebook_unknown", 404, "没有这个规则版本", "No such rulebook",
     "没有此编号和版本的规则。全部规则见 GET /api/v1/rulebooks。",
     "There is no rulebook of this id and version. GET /api/v1/rulebooks lists them all."},
    {ProblemCode::rulebooks_not_clean, "rulebooks_not_clean", 409, "规则未重新载入", "The rulebooks were not reloaded",
     "规则目录中的文件有错误，或与正在使用的规则冲突；原有规则继续有效。全部问题见 diagnostics,请更正后重新载入。",
     "The rulebook files have faults, or conflict with what is in use; the rulebooks in place stay. All faults are "
     "listed "
     "in diagnostics: correct them and reload again."},
    {ProblemCode::draft_not_clean, "draft_not_clean", 422, "规则草稿有错误", "The draft has faults",
     "有错误的规则草稿不能用来试算。全部问题见 diagnostics,请更正后再试。",
     "A draft with faults cannot be tried on claims. All of them are listed in diagnostics: correct them and try "
     "again."},
    {ProblemCode::simulation_not_possible, "simulation_not_possible", 422, "无法试算",
     "The simulation is not possible here",
     "试算超过了服务允许的时间，或金额合计超出可表示的范围；没有做任何改动。可以在服务器上用 wildclaims rules simulate "
     "试算。",
     "The simulation takes longer than the service allows, or a total leaves the range of money; nothing was changed. "
     "On the server, wildclaims rules simulate has no such limit of time."},
    {ProblemCode::pinned_rulebook_changed, "pinned_rulebook_changed", 409, "使用中的规则文件被改动",
     "A rulebook in use was changed",
     "已有保单或赔案依据该版本，同一版本的内容永远不得改变。请恢复原文件，把改动写成新的 version，并用 supersedes "
     "写明取代哪一版。",
     "Policies or claims stand on this version, and a version means the same bytes for ever. Put the old file back; "
     "give "
     "the changed one a new version and say with supersedes which one it takes the place of."},
    {ProblemCode::in_force_rulebook_changed, "in_force_rulebook_changed", 409, "已生效的规则文件被改动",
     "A rulebook in force was changed",
     "该版本已经生效(in_force),内容不得改变。请恢复原文件，把改动写成新的 version，并用 supersedes 写明取代哪一版。",
     "This version was in force and must not change. Put the old file back; give the changed one a new version and say "
     "with supersedes which one it takes the place of."},
    {ProblemCode::pinned_rulebook_missing, "pinned_rulebook_missing", 409, "使用中的规则文件不见了",
     "A rulebook in use is missing",
     "有保单依据该版本开立，但规则目录中已没有它的文件。请把文件放回；旧规则文件须保留。",
     "A policy was opened under this version, and its file is no longer in the directory of rulebooks. Put it back: "
     "old "
     "rulebooks stay."},
    {ProblemCode::programme_without_rulebook, "programme_without_rulebook", 409, "项目没有规则",
     "A programme has no rulebook",
     "项目配置所写的规则编号，在规则目录中一个文件也没有。请放回规则文件，或更正项目配置后重新启动。",
     "The directory of rulebooks holds no file of the id that the programme names. Put the file back, or correct the "
     "programme and start again."},
    {ProblemCode::idempotency_key_missing, "idempotency_key_missing", 400, "缺少 Idempotency-Key 请求头",
     "The Idempotency-Key header is missing",
     "会改变账目或赔案的请求须带 Idempotency-Key:每个新请求用一个新的值，重发时用同一个值，这样重发不会重复入账。",
     "A request that changes books or claims needs an Idempotency-Key: a new value for each new request, the same "
     "value for a repeat, so that a repeat is never booked twice."},
    {ProblemCode::idempotency_key_invalid, "idempotency_key_invalid", 400, "Idempotency-Key 不符合要求",
     "The Idempotency-Key is not usable", "Idempotency-Key 须为 8 到 128 个可见 ASCII 字符，不含空格，例如一个 UUID。",
     "An Idempotency-Key is 8 to 128 visible ASCII characters without spaces, for example a UUID."},
    {ProblemCode::idempotency_key_reused, "idempotency_key_reused", 409, "Idempotency-Key 已用于另一请求",
     "The Idempotency-Key belongs to another request",
     "这个 Idempotency-Key 已用于内容不同的请求，没有做任何改动。新的请求请用新的值。",
     "This Idempotency-Key was used for a request with another content; nothing was changed. Use a new value for a new "
     "request."},
    {ProblemCode::idempotency_key_expired, "idempotency_key_expired", 409, "Idempotency-Key 已过期",
     "The Idempotency-Key has expired",
     "这个 Idempotency-Key "
     "很久以前已用过，当时的回答已不再保留；此请求没有做任何改动。请先查看该赔案、报案或保单的现状，确需再办时用"
     "新的值。",
     "This Idempotency-Key was used long ago and the answer of then is no longer kept; nothing was changed now. Look "
     "at "
     "the claim, report or policy itself to see what was done; if it is to be done again, use a new value."},
    {ProblemCode::request_in_progress, "request_in_progress", 409, "同一请求正在处理",
     "The same request is being worked on",
     "带有同一 Idempotency-Key 的请求正在处理，此次没有做任何改动。请按 Retry-After "
     "稍候，用同一个值重发，即得到它的回答。",
     "A request with this Idempotency-Key is being worked on; this one did nothing. Send it again with the same value "
     "after the seconds in Retry-After to get its answer."},
    {ProblemCode::if_match_missing, "if_match_missing", 428, "缺少 If-Match 请求头", "The If-Match header is missing",
     "此操作须说明您看到的是哪一版：先读取该赔案或报案，再把其 ETag 原样放在 If-Match 里。",
     "This action must say which version you saw: read the claim or report first and send its ETag in If-Match."},
    {ProblemCode::if_match_invalid, "if_match_invalid", 400, "If-Match 不符合要求", "The If-Match header is not usable",
     "If-Match 须为读取时得到的一个 ETag,例如 \"7\";不接受 *、弱标记或多个值。",
     "If-Match takes one ETag as it was read, for example \"7\"; not *, not a weak tag, not several."},
    {ProblemCode::too_many_requests, "too_many_requests", 429, "请求过于频繁", "Too many requests",
     "短时间内尝试次数过多。请等待 Retry-After 响应头所说的秒数后再试。",
     "Too many attempts in a short time. Wait for the seconds in the Retry-After header and try again."},
    {ProblemCode::rulebook_check_busy, "rulebook_check_busy", 503, "正在检查另一个规则文件",
     "Another rulebook file is being checked",
     "检查规则文件很费计算，同时只检查一个；此请求没有被处理。请按 Retry-After 稍候重发。",
     "Checking a rulebook file is dear, so one is checked at a time; this request was not handled. Send it again after "
     "the seconds in Retry-After."},
    {ProblemCode::service_full, "service_full", 503, "服务正忙", "The service is full",
     "正在处理的请求太多，此请求没有被处理。请按 Retry-After 稍候重发。",
     "Too many requests are in hand and this one was not handled. Send it again after the seconds in Retry-After."},
    {ProblemCode::service_stopping, "service_stopping", 503, "服务正在停止", "The service is stopping",
     "服务正在停止，此请求没有被处理。请稍后重发。",
     "The service is stopping and this request was not handled. Send it again later."},
    {ProblemCode::storage_unavailable, "storage_unavailable", 503, "数据暂时无法写入", "Storage is not available",
     "数据文件暂时无法读写（例如磁盘已满），没有做任何改动。请通知管理员；恢复后可用同一个 Idempotency-Key 重发。",
     "The data file cannot be read or written just now (a full disk, for example); nothing was changed. Tell the "
     "administrator; afterwards the request can be repeated with the same Idempotency-Key."},
    {ProblemCode::reading_cut_off, "reading_cut_off", 503, "查询时间过长", "The reading took too long",
     "查询超过了服务允许的时间，已被中止。请缩小范围(分页、指定保单或赔案);整本账请在服务器上用 wildclaims ledger "
     "export "
     "导出。",
     "The reading took longer than the service allows and was ended. Ask for less: a page, one policy, one claim; for "
     "whole books use wildclaims ledger export on the server."},
    {ProblemCode::internal_error, "internal_error", 500, "服务内部错误", "Internal error",
     "服务出错，没有做任何改动。请把请求编号(request_id)告诉管理员。",
     "The service has a defect; nothing was changed. Tell the administrator the request_id."},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kOwn.size(); ++i) {
    if (static_cast<std::size_t>(kOwn[i].code) != i) return false;
  }
  return true;
}
static_assert(in_order(), "kOwn follows the order of ProblemCode");

// The numbers of the domain's refusals.
int status_of(domain::RefusalCode code) {
  using domain::RefusalCode;
  switch (code) {
    case RefusalCode::role_not_allowed:
    case RefusalCode::clock_not_demo:
    case RefusalCode::determiner_is_approver:
    case RefusalCode::determiner_is_cashier:
    case RefusalCode::approver_is_determiner:
    case RefusalCode::approver_is_cashier:
    case RefusalCode::approvers_are_same:
    case RefusalCode::cashier_is_determiner:
    case RefusalCode::cashier_is_approver:
      return 403;
    case RefusalCode::policy_unknown:
    case RefusalCode::report_unknown:
    case RefusalCode::claim_unknown:
    case RefusalCode::user_unknown:
      return 404;
    case RefusalCode::stale_version:
    case RefusalCode::determination_not_current:
    case RefusalCode::amount_not_as_seen:
      return 412;  // what the client saw is no longer so
    case RefusalCode::programme_unknown:
    case RefusalCode::event_unknown:
    case RefusalCode::funder_unknown:
      return 422;  // named in a body, never in a path
    case RefusalCode::policy_exists:
    case RefusalCode::user_exists:
    case RefusalCode::already_approved:
    case RefusalCode::wrong_state:
    case RefusalCode::nothing_to_do:
    case RefusalCode::no_policy_for_date:
    case RefusalCode::no_rulebook_for_date:
    case RefusalCode::draft_rulebook:
    case RefusalCode::illustrative_not_allowed:
    case RefusalCode::rulebook_beyond_service:
    case RefusalCode::facts_incomplete:
    case RefusalCode::survey_missing:
    case RefusalCode::notice_missing:
    case RefusalCode::notice_not_lapsed:
    case RefusalCode::limit_short:
    case RefusalCode::nothing_to_pay:
    case RefusalCode::payment_not_named:
    case RefusalCode::nothing_to_undo:
    case RefusalCode::approval_stands:
    case RefusalCode::recovery_outstanding:
    case RefusalCode::recovery_over_received:
    case RefusalCode::residuals_left_by_rule:
    case RefusalCode::nothing_to_restore:
    case RefusalCode::approval_waits:
    case RefusalCode::year_not_settled:
    case RefusalCode::not_settled_at_year_end:
    case RefusalCode::year_settled:
    case RefusalCode::year_not_over:
    case RefusalCode::claims_undecided:
    case RefusalCode::too_many_to_settle:
    case RefusalCode::nothing_to_release:
    case RefusalCode::premium_over_received:
    case RefusalCode::reimbursement_over_received:
    case RefusalCode::reimbursement_over_claimed:
    case RefusalCode::period_closed:
    case RefusalCode::period_not_over:
    case RefusalCode::clock_backwards:
      break;
  }
  return 409;
}

Bilingual joined(const Bilingual& first, const Bilingual& second) {
  return {first.zh + second.zh, first.en + " " + second.en};
}

Problem faulty(ProblemCode code, rules::Faults faults) {
  const std::string count = std::to_string(faults.size());
  Problem made = problem(code, {"提交的内容有 " + count + " 处问题，没有做任何改动。",
                                count + (faults.size() == 1 ? " fault" : " faults") + " found; nothing was changed."});
  made.faults = std::move(faults);
  return made;
}

struct Catalogue {
  std::vector<ProblemKind> kinds;                           // by number and code
  std::array<const ProblemKind*, kProblemCodeCount> own{};  // by ProblemCode
  std::array<const ProblemKind*, domain::kRefusalCount> refusals{};
};

const ProblemKind* find_in(const std::vector<ProblemKind>& kinds, std::string_view code) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.code == code; });
  return found == kinds.end() ? nullptr : &*found;
}

Catalogue make_catalogue() {
  Catalogue made;
  for (const Entry& entry : kOwn) {
    made.kinds.push_back(
        {entry.name, entry.status, {entry.title_zh, entry.title_en}, {entry.advice_zh, entry.advice_en}});
  }
  for (std::size_t i = 0; i < domain::kRefusalCount; ++i) {
    const auto code = static_cast<domain::RefusalCode>(i);
    domain::RefusalPage page = domain::page_of(code);
    made.kinds.push_back(
        {std::string(page.name), status_of(code), std::move(page.title), joined(page.sentence, page.remedy)});
  }
  std::sort(made.kinds.begin(), made.kinds.end(), [](const ProblemKind& left, const ProblemKind& right) {
    return std::pair(left.status, std::string_view(left.code)) < std::pair(right.status, std::string_view(right.code));
  });
  for (const Entry& entry : kOwn) {
    made.own[static_cast<std::size_t>(entry.code)] = find_in(made.kinds, entry.name);
  }
  for (std::size_t i = 0; i < domain::kRefusalCount; ++i) {
    made.refusals[i] = find_in(made.kinds, domain::code_of(static_cast<domain::RefusalCode>(i)));
  }
  return made;
}

const Catalogue& catalogue() {
  static const Catalogue made = make_catalogue();
  return made;
}

}  // namespace

const ProblemKind& kind_of(ProblemCode code) { return *catalogue().own[static_cast<std::size_t>(code)]; }
const ProblemKind& kind_of(domain::RefusalCode code) { return *catalogue().refusals[static_cast<std::size_t>(code)]; }

std::span<const ProblemKind> problem_catalogue() { return catalogue().kinds; }

const ProblemKind* find_problem(std::string_view code) { return find_in(catalogue().kinds, code); }

Problem problem(ProblemCode code) { return problem(code, kind_of(code).advice); }

Problem problem(ProblemCode code, Bilingual detail) {
  Problem made{&kind_of(code), std::move(detail), {}, {}, {}, {}, false};
  if (code == ProblemCode::not_signed_in) made.headers.push_back({"WWW-Authenticate", "Bearer"});
  if (code == ProblemCode::service_full || code == ProblemCode::service_stopping ||
      code == ProblemCode::storage_unavailable) {
    made.headers.push_back({"Retry-After", std::to_string(kRetryWhenFullSeconds)});
  }
  if (code == ProblemCode::request_in_progress) {
    made.headers.push_back({"Retry-After", std::to_string(kRetryWhenInProgressSeconds)});
  }
  if (code == ProblemCode::rulebook_check_busy) {
    made.headers.push_back({"Retry-After", std::to_string(kRetryWhenCheckingSeconds)});
  }
  return made;
}

Problem invalid_input(rules::Faults faults) { return faulty(ProblemCode::invalid_input, std::move(faults)); }

Problem invalid_query(rules::Faults faults) { return faulty(ProblemCode::invalid_query, std::move(faults)); }

Problem refused(domain::Refusals refusals) {
  const auto first = std::min_element(refusals.begin(), refusals.end(),
                                      [](const auto& left, const auto& right) { return left.code < right.code; });
  Problem made{&kind_of(first->code), first->detail, {}, {}, {}, {}, false};
  made.refusals = std::move(refusals);
  return made;
}

Problem rulebooks_not_clean(workflow::RulebookFindings findings) {
  Problem made = problem(ProblemCode::rulebooks_not_clean);
  made.diagnostics = std::move(findings);
  return made;
}

Problem draft_not_clean(workflow::RulebookFindings findings) {
  Problem made = problem(ProblemCode::draft_not_clean);
  made.diagnostics = std::move(findings);
  return made;
}

Problem storage_unavailable(store::Trouble trouble) {
  const auto with = [](const char* zh, const char* en) {
    return problem(
        ProblemCode::storage_unavailable,
        {std::string(zh) + "没有做任何改动；恢复后可用同一个 Idempotency-Key 重发。查询照常。",
         std::string(en) + " Nothing was changed; once it is mended the request can be repeated with the same "
                           "Idempotency-Key. Reading goes on."});
  };
  switch (trouble) {
    case store::Trouble::full:
      return with(
          "数据所在磁盘已满，无法写入。请管理员腾出空间，服务会自行恢复。",
          "The disk of the data is full. The administrator has to make room on it; the service then recovers by "
          "itself.");
    case store::Trouble::read_only:
      return with("数据文件只读，无法写入。请管理员检查其权限和磁盘的挂载方式。",
                  "The data file is read-only. The administrator has to check its permissions and how its disk is "
                  "mounted.");
    case store::Trouble::busy:
      return with("数据正被占用或等待处理的请求太多。请稍候重发。",
                  "The data is kept busy by others, or too much is waiting. Send it again in a moment.");
    case store::Trouble::failing:
      break;
  }
  return problem(ProblemCode::storage_unavailable);
}

Problem too_many_requests(int retry_after_seconds) {
  const std::string seconds = std::to_string(retry_after_seconds);
  Problem made = problem(ProblemCode::too_many_requests,
                         {"短时间内尝试次数过多，请在 " + seconds + " 秒后再试。",
                          "Too many attempts in a short time. Try again in " + seconds + " seconds."});
  made.headers.push_back({"Retry-After", seconds});
  return made;
}

}  // namespace wildclaims::http
