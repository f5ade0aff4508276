// Connections that only read. Each reading sees one unchanging state of the database and never waits for the writer.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "claims/store/connection.h"

namespace wildclaims::store {

class Readers {
 public:
  // A connection taken for one reading; the snapshot ends and the connection goes back with it.
  class Reading {
   public:
    Reading(Readers& home, std::unique_ptr<Connection> connection);
    Reading(Reading&&) noexcept = default;
    Reading& operator=(Reading&&) = delete;
    ~Reading();
    Connection& operator*() const { return *connection_; }

   private:
    Readers* home_;
    std::unique_ptr<Connection> connection_;
  };

  explicit Readers(std::string path) : path_(std::move(path)) {}

  // Opens a further connection when all are taken. Throws StoreUnavailable when that fails.
  Reading read();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace wildclaims::store
