// A disk in memory that loses what was not synced. For each file it holds what programs see and what would be there
// after a power cut; between them stand the writes since the last sync, which a power cut keeps, loses or tears, each
// sector by itself and in any order. A directory likewise: a name created or removed since its last sync may or may not
// be there. What was written and synced is never touched (SQLite calls that powersafe overwrite and relies on it).
//
// Locks and shared memory are those of one machine: several connections in it see them, a power cut clears them.
// Results are SQLite's result codes. One thread at a time; vfs.h takes care of that.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/property/random.h"
#include "tests/simulation/faults.h"

namespace wildclaims::simulation {

using Bytes = std::vector<std::uint8_t>;

class Disk {
 public:
  struct Node;

  // What is durable on it: names and contents. Copies share nothing.
  using Image = std::map<std::string, Bytes>;

  // An open file.
  class Handle {
   public:
    Handle(Disk& disk, std::string name, std::shared_ptr<Node> node, bool syncs_directory, bool remove_at_close);
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();

    // What lies beyond the end is read as zeros, and told (SQLITE_IOERR_SHORT_READ).
    int read(std::uint8_t* to, std::int64_t count, std::int64_t at);
    int write(const std::uint8_t* from, std::int64_t count, std::int64_t at);
    int truncate(std::int64_t size);
    int sync();
    int size(std::int64_t& size);

    // SQLite's file locks: SQLITE_LOCK_NONE to SQLITE_LOCK_EXCLUSIVE.
    int lock(int level);
    int unlock(int level);
    bool is_reserved() const;

    // Shared memory beside the file, in regions of one size; nullptr when it is not there and not to be made.
    int map(int region, int size, bool make, volatile void** memory);
    int lock_memory(int first, int count, bool exclusive);
    void unlock_memory(int first, int count);
    void unmap();

   private:
    int apply(const std::uint8_t* from, std::int64_t count, std::int64_t at);

    Disk& disk_;
    std::string name_;
    std::shared_ptr<Node> node_;
    bool syncs_directory_;  // at its next sync: the name of a new journal must survive with its content
    bool remove_at_close_;
    int level_ = 0;
    bool mapped_ = false;
    std::uint32_t shared_ = 0;  // memory locks held, one bit each
    std::uint32_t exclusive_ = 0;

    friend class Disk;
  };

  explicit Disk(std::uint64_t seed);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  // An empty name is a temporary file. A journal that is opened to be created, there already or not, makes its name
  // durable with its first sync: so SQLite does it under Linux.
  struct OpenMode {
    bool create = false;
    bool is_journal = false;
    bool remove_at_close = false;
  };
  int open(const std::string& name, OpenMode mode, std::unique_ptr<Handle>& handle);
  int remove(const std::string& name, bool sync_directory);
  // True for a file that is there and not empty.
  int exists(const std::string& name, bool& answer);

  FaultPlan& faults() { return faults_; }
  // A crash has happened: every call fails from here on.
  bool is_off() const { return off_; }
  // A power cut now, from outside.
  void cut() { off_ = true; }
  // Power comes back: what is durable is there, and nothing else. Every handle must be gone (std::logic_error).
  void power_on();
  // Only the program had died, not the machine: all that was written is there, and still not durable. As above.
  void start_again();
  // A sync has failed and forgotten since power came on. From then on the machine shows what no later sync writes: a
  // program that begins on it anew would trust that, and SQLite does. Only a power cut tells the truth.
  bool has_forgotten() const { return forgotten_; }

  // Chance, faults and trace begin again.
  void begin(std::uint64_t seed);

  // Makes everything durable.
  void settle();
  // What is durable.
  Image image() const;
  void restore(const Image& image);

  std::int64_t calls() const { return calls_; }
  // Of every call with its arguments, in order: two runs that did the same have the same.
  std::uint64_t trace() const { return trace_; }
  // Enters something else that happened into the trace.
  void note(const std::string& text);

 private:
  std::optional<Fault> enter(Call call, const std::string& name, std::int64_t first, std::int64_t second);
  // True when this fault ends the life of the machine before the call, or at once after it.
  bool ends_before(const std::optional<Fault>& fault);
  void ends_after(const std::optional<Fault>& fault);
  void mix(std::uint64_t value);
  void mix(const std::uint8_t* bytes, std::size_t count);
  void require_closed() const;
  void sync_directory() {
    kept_names_ = names_;
    changed_names_.clear();
  }

  property::Random random_;
  FaultPlan faults_;
  bool off_ = false;
  bool forgotten_ = false;
  std::int64_t calls_ = 0;
  std::uint64_t trace_ = 0;
  std::int64_t handles_ = 0;
  std::map<std::string, std::shared_ptr<Node>> names_;
  std::map<std::string, std::shared_ptr<Node>> kept_names_;
  // Since the last sync of the directory, in order: a name and what it means from then on (nothing: removed).
  std::vector<std::pair<std::string, std::shared_ptr<Node>>> changed_names_;
};

}  // namespace wildclaims::simulation
