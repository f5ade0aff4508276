// How backup and restore tell what a database file holds, so that the paper kept beside it can say the same.
#pragma once

#include <functional>

#include "claims/cli/command.h"
#include "claims/workflow/backup.h"

namespace wildclaims::cli {

// Each book with its entries and head hash, then whatever is wrong, to standard output.
void print_report(const workflow::FileReport& report);

// The sentence to standard error, and the exit code that fits it.
ExitCode explain(const workflow::NotDone& not_done);

// Runs the work of a command; when the disk does not do its part, says so in both languages.
ExitCode told_of_the_disk(const std::function<ExitCode()>& work);

// A line on the terminal that counts along; nothing when standard error is none.
workflow::BackupProgress progress_line();
void end_progress_line();

}  // namespace wildclaims::cli
