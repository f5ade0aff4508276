#include "claims/http/access_log.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace wildclaims::http {

namespace {

// What an exception says is ours or a library's; a longer text tells nothing more.
constexpr std::size_t kWhatBytes = 500;

void write_line(const std::string& line) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

std::string access_line(const AnswerRecord& record) {
  std::array<char, 32> took{};
  const auto microseconds = static_cast<long long>(record.took.count());
  std::snprintf(took.data(), took.size(), "%lld.%03lld", microseconds / 1000, microseconds % 1000);
  std::string line;
  line.append(record.method).append(" ").append(record.route.empty() ? "-" : record.route).append(" ");
  line.append(std::to_string(record.status)).append(" ").append(took.data()).append(" ms ");
  return line.append(record.request_id).append("\n");
}

std::string failure_line(std::string_view request_id, std::string_view what) {
  std::string line("failed ");
  line.append(request_id).append(" ").append(what.substr(0, kWhatBytes));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return line.append("\n");
}

AnswerLog access_log_to_stderr() {
  return [](const AnswerRecord& record) { write_line(access_line(record)); };
}

FailureLog failure_log_to_stderr() {
  return [](std::string_view request_id, std::string_view what) { write_line(failure_line(request_id, what)); };
}

}  // namespace wildclaims::http
