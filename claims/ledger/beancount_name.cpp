#include "claims/ledger/beancount_name.h"

#include <array>
#include <cstddef>

#include "claims/ledger/account.h"

namespace wildclaims::ledger {
namespace {

struct Root {
  std::string_view path;  // of our account: the whole of it, or what a further segment follows
  std::string_view name;
};

// The first that fits. What nobody owns or owes (limits, estimates, entitlements) is equity.
constexpr std::array<Root, 12> kRoots = {{{"bank", "Assets"},
                                          {"premium:receivable", "Assets"},
                                          {"premium", "Income"},
                                          {"reimbursement:receivable", "Assets"},
                                          {"reimbursement", "Liabilities"},
                                          {"recovery", "Assets"},
                                          {"incurred", "Expenses"},
                                          {"payable", "Liabilities"},
                                          {"clearing", "Liabilities"},
                                          {"residual:owed", "Liabilities"},
                                          {"residual", "Expenses"},
                                          {"", "Equity"}}};

constexpr std::string_view kUpperMark = "U--";
constexpr std::string_view kLowerMark = "L--";

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_plain(char c) { return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9'); }
constexpr char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool leads(std::string_view path, std::string_view account) {
  if (path.empty() || account == path) return true;
  return account.starts_with(path) && account[path.size()] == ':';
}

std::string_view root_of(std::string_view account) {
  for (const Root& root : kRoots) {
    if (leads(root.path, account)) return root.name;
  }
  return kRoots.back().name;
}

bool is_root(std::string_view name) {
  for (const Root& root : kRoots) {
    if (root.name == name) return true;
  }
  return false;
}

// Whether a first letter followed by this is taken for a small one where no mark says otherwise.
bool looks_lower(std::string_view segment) { return segment.size() > 1 && is_lower(segment[1]); }

std::string encode(std::string_view segment) {
  std::string out;
  const char first = segment.front();
  if (is_lower(first) && !looks_lower(segment)) out = kLowerMark;
  if (is_upper(first) && looks_lower(segment)) out = kUpperMark;
  out += upper(first);
  for (std::size_t i = 1; i < segment.size(); ++i) {
    const char c = segment[i];
    if (is_plain(c)) {
      out += c;
    } else if (c == '_') {
      out += "--u";
    } else if (c == '.') {
      out += "--d";
    } else {
      const bool before_plain = i + 1 < segment.size() && is_plain(segment[i + 1]);
      out += before_plain ? "-" : "--h";
    }
  }
  return out;
}

// The way back, for anything encode() gives; other texts may give anything.
std::string decode(std::string_view text) {
  const bool upper_mark = text.starts_with(kUpperMark) && text.size() > kUpperMark.size() && is_upper(text[3]);
  const bool lower_mark = text.starts_with(kLowerMark) && text.size() > kLowerMark.size() && is_upper(text[3]);
  if (upper_mark || lower_mark) text.remove_prefix(kUpperMark.size());
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '-' && i + 2 < text.size() && text[i + 1] == '-';
    if (!escape) {
      out += text[i];
      continue;
    }
    const char code = text[i + 2];
    out += code == 'u' ? '_' : code == 'd' ? '.' : '-';
    i += 2;
  }
  if (lower_mark || (!upper_mark && looks_lower(out))) out.front() = lower(out.front());
  return out;
}

// Calls for each segment between ':', until one is refused.
template <class Take>
bool for_each_segment(std::string_view path, Take take) {
  while (true) {
    const std::size_t end = path.find(':');
    if (!take(path.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    path.remove_prefix(end + 1);
  }
}

bool append(std::string& name, std::string_view path) {
  return for_each_segment(path, [&](std::string_view segment) {
    if (!is_segment(segment)) return false;
    name += ':';
    name += encode(segment);
    return true;
  });
}

}  // namespace

std::optional<std::string> beancount_name(std::string_view account, std::string_view book) {
  std::string name(root_of(account));
  if (!book.empty() && !append(name, book)) return std::nullopt;
  return append(name, account) ? std::optional(std::move(name)) : std::nullopt;
}

std::optional<std::string> account_of_beancount_name(std::string_view name) {
  const std::size_t root = name.find(':');
  if (root == std::string_view::npos || !is_root(name.substr(0, root))) return std::nullopt;
  std::string account;
  const bool ours = for_each_segment(name.substr(root + 1), [&](std::string_view text) {
    const std::string segment = decode(text);
    if (!is_segment(segment) || encode(segment) != text) return false;
    account += (account.empty() ? "" : ":") + segment;
    return true;
  });
  return ours ? std::optional(std::move(account)) : std::nullopt;
}

}  // namespace wildclaims::ledger
