// Whether a whole database file may be trusted: ours, of this schema, undamaged, its books in order.
#pragma once

#include <optional>

#include "claims/store/connection.h"
#include "claims/workflow/backup.h"

namespace wildclaims::workflow {

// What kind of file it is: nothing when a wildclaims of this schema or an earlier one made it.
std::optional<rules::Bilingual> refuse_kind(store::Connection& db);

// Everything else, of a file that refuse_kind lets pass and that is of the present schema.
FileReport examine_file(store::Connection& db, const BackupProgress& progress);

}  // namespace wildclaims::workflow
