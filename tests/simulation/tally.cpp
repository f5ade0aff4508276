#include "tests/simulation/tally.h"

#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

void print_counts(const char* title, const std::map<std::string, std::int64_t>& counts, std::ostream& out) {
  out << title;
  const char* before = ": ";
  for (const auto& [name, count] : counts) {
    out << before << name << " " << count;
    before = ", ";
  }
  out << "\n";
}

}  // namespace

void print(const Tally& tally, std::ostream& out) {
  out << "seeds " << tally.seeds << ", commands " << tally.commands << ": acknowledged " << tally.acknowledged
      << ", refused " << tally.refused << ", unavailable " << tally.unavailable << ", retried " << tally.retried
      << ", answered from the record " << tally.repeated << ", told that the first is in hand " << tally.overtaken
      << "\n";
  out << "in groups of several " << tally.grouped << " (" << tally.groups << " groups), failed by a planted exception "
      << tally.spoiled << ", forged entries stopped " << tally.forgeries << ", keys reused " << tally.reused_keys
      << ", approvals beyond the last yuan " << tally.last_yuan << "\n";
  out << "crashes " << tally.crashes << " (" << tally.crashed_starts << " while starting, " << tally.killed
      << " of the program alone), restarts " << tally.restarts << ", in doubt and found done " << tally.settled_done
      << ", in doubt and found undone " << tally.settled_undone << ", audits " << tally.audits << "\n";
  std::map<std::string, std::int64_t> faults;
  for (const Fault fault : kFaults) faults[std::string(name_of(fault))] = tally.faults[static_cast<std::size_t>(fault)];
  print_counts("faults", faults, out);
  print_counts("done", tally.done, out);
  std::map<std::string, std::int64_t> courses;
  for (const Course course : kCourses) courses[std::string(name_of(course))] = tally.courses.of(course);
  print_counts("ways", courses, out);
  print_counts("refused", tally.refusals, out);
  out << "lost " << tally.lost << ", doubled " << tally.doubled << ", invariants broken " << tally.broken
      << ", answers contradicted " << tally.contradicted << "\n";
}

std::vector<std::string> acts_never_done(const Tally& tally) {
  std::vector<std::string> missing;
  for (const ActRow& row : act_rows()) {
    const std::string kind = row.kind;
    const bool is_forgery = kind == "forgery";
    if (is_forgery ? tally.forgeries == 0 : tally.done.count(kind) == 0) missing.push_back(kind);
  }
  return missing;
}

std::vector<std::string> ways_never_gone(const Tally& tally) {
  std::vector<std::string> missing;
  for (const Course course : kCourses) {
    if (tally.courses.of(course) == 0) missing.emplace_back(name_of(course));
  }
  return missing;
}

}  // namespace wildclaims::simulation
