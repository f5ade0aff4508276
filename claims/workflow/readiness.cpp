#include "claims/workflow/readiness.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "claims/store/failure.h"
#include "claims/store/settings.h"
#include "claims/workflow/door.h"

namespace wildclaims::workflow {
namespace {

constexpr const char* kWrittenAgain = "written_again_at";

// More than what the last pages of a full file may have left.
constexpr std::size_t kTrialBytes = 64 * 1024;

void require_room(const std::string& directory) {
  std::error_code failed;
  const std::filesystem::space_info space = std::filesystem::space(directory, failed);
  if (!failed && space.available < kLeastRoomBytes) {
    throw store::StoreUnavailable("there is hardly any room left on the disk of " + directory, store::Trouble::full);
  }
}

}  // namespace

void require_ready(Office& office) {
  store::setting(*office.readers().read(), kWrittenAgain);
  require_room(office.data_directory());
  const bool in_trouble = office.writer().in_trouble();
  write_unkeyed(office, [&](store::Connection& db) {
    if (!in_trouble) return false;
    store::put_setting(db, kWrittenAgain, std::string(kTrialBytes, ' '));
    store::put_setting(db, kWrittenAgain, office.now().to_string());
    return true;
  });
}

}  // namespace wildclaims::workflow
