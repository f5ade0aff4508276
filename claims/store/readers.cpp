#include "claims/store/readers.h"

#include <utility>

namespace wildclaims::store {
namespace {

// More than this many are kept open only while they are in use.
constexpr std::size_t kIdleLimit = 16;

}  // namespace

Readers::Reading::Reading(Readers& home, std::unique_ptr<Connection> connection)
    : home_(&home), connection_(std::move(connection)) {
  connection_->run("BEGIN");
}

Readers::Reading::~Reading() {
  if (!connection_) return;
  try {
    connection_->run_until(std::nullopt);
    connection_->run("COMMIT");
  } catch (...) {
    return;  // a connection that cannot end its reading is closed, not given back
  }
  home_->give_back(std::move(connection_));
}

Readers::Reading Readers::read() {
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!connection) connection = std::make_unique<Connection>(path_, Connection::Access::read_only);
  if (limit_) connection->run_until(std::chrono::steady_clock::now() + *limit_);
  return {*this, std::move(connection)};
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleLimit) idle_.push_back(std::move(connection));
}

}  // namespace wildclaims::store
