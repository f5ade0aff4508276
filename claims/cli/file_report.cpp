#include "claims/cli/file_report.h"

#include <unistd.h>

#include <iostream>

#include "claims/store/failure.h"

namespace wildclaims::cli {
namespace {

bool on_terminal() { return ::isatty(STDERR_FILENO) != 0; }

}  // namespace

void print_report(const workflow::FileReport& report) {
  for (const workflow::BookReport& book : report.books.books) {
    std::cout << book.book << ": " << book.entries << " entries, head " << book.head.hash.to_hex() << '\n';
  }
  for (const rules::Bilingual& fault : report.faults) std::cout << fault.zh << " / " << fault.en << '\n';
  for (const workflow::Finding& finding : report.books.findings) {
    std::cout << finding.invariant << ' ' << finding.subject << ": " << finding.sentence.zh << " / "
              << finding.sentence.en << '\n';
  }
}

ExitCode explain(const workflow::NotDone& not_done) {
  std::cerr << not_done.sentence.zh << " / " << not_done.sentence.en << '\n';
  switch (not_done.why) {
    case workflow::NotDone::Why::asked_wrongly:
      return ExitCode::usage;
    case workflow::NotDone::Why::not_in_order:
      return ExitCode::not_in_order;
    case workflow::NotDone::Why::in_use:
      break;
  }
  return ExitCode::failed;
}

ExitCode told_of_the_disk(const std::function<ExitCode()>& work) {
  try {
    return work();
  } catch (const store::StoreUnavailable& failure) {
    const bool full = failure.trouble() == store::Trouble::full;
    end_progress_line();
    std::cerr
        << (full ? "磁盘已满，请腾出空间；未作任何改动 / the disk is full: make room on it; nothing was changed: "
                 : "磁盘或文件无法读写，未作任何改动 / a disk or file cannot be read or written; nothing was changed: ")
        << failure.what() << '\n';
    return ExitCode::failed;
  }
}

workflow::BackupProgress progress_line() {
  return [terminal = on_terminal()](const std::string& what, std::int64_t done) {
    if (terminal) std::cerr << '\r' << what << ": " << done << ' ' << std::flush;
  };
}

void end_progress_line() {
  if (on_terminal()) std::cerr << '\r';
}

}  // namespace wildclaims::cli
