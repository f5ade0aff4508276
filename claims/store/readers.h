// Connections that only read. Each reading sees one unchanging state of the database and never waits for the writer.
//
// A reading keeps its state alive in the write-ahead log, which grows by all that is written meanwhile. Under a service
// a reading therefore has a time: a statement that runs beyond it ends with ReadingCutOff.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
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

  using Limit = std::optional<std::chrono::milliseconds>;

  // `limit`: of one reading from its beginning; nothing: as long as it takes.
  explicit Readers(std::string path, Limit limit = std::nullopt) : path_(std::move(path)), limit_(limit) {}

  // Opens a further connection when all are taken. Throws StoreUnavailable when that fails.
  Reading read();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  std::string path_;
  Limit limit_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace wildclaims::store
