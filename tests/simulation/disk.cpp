#include "tests/simulation/disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <stdexcept>

namespace wildclaims::simulation {
namespace {

// What a device writes as one; every part of a write that lies in one is kept, lost or torn by itself.
constexpr std::int64_t kSector = 512;

struct Piece {
  std::int64_t at = 0;
  Bytes bytes;
};
struct Cut {
  std::int64_t size = 0;
};
using Change = std::variant<Piece, Cut>;

void put(Bytes& content, std::int64_t at, const std::uint8_t* from, std::size_t count) {
  const auto end = static_cast<std::size_t>(at) + count;
  if (content.size() < end) content.resize(end);
  std::copy(from, from + count, content.begin() + at);
}

void apply_whole(Bytes& content, const Change& change) {
  if (const auto* cut = std::get_if<Cut>(&change)) {
    content.resize(static_cast<std::size_t>(cut->size));
  } else {
    const Piece& piece = std::get<Piece>(change);
    put(content, piece.at, piece.bytes.data(), piece.bytes.size());
  }
}

// How a power cut treats what was not synced.
enum class Loss : std::uint8_t { nothing, everything, all_after_some, any };

// One sector's part of a write, as any of the things that may become of it.
void apply_by_chance(Bytes& content, std::int64_t at, const std::uint8_t* from, std::size_t count,
                     property::Random& random) {
  const int fate = random.below(20);
  if (fate < 9) {
    put(content, at, from, count);
  } else if (fate < 11) {
    put(content, at, from, random.index(count + 1));
  } else if (fate < 12) {
    Bytes noise(count);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random.below(256));
    put(content, at, noise.data(), count);
  }
}

void apply_by_sector(Bytes& content, const Piece& piece, property::Random& random) {
  const std::int64_t end = piece.at + static_cast<std::int64_t>(piece.bytes.size());
  for (std::int64_t at = piece.at; at < end;) {
    const std::int64_t next = std::min(end, (at / kSector + 1) * kSector);
    apply_by_chance(content, at, piece.bytes.data() + (at - piece.at), static_cast<std::size_t>(next - at), random);
    at = next;
  }
}

void lose(Bytes& content, const std::vector<Change>& pending, property::Random& random) {
  const auto loss = static_cast<Loss>(random.below(4));
  const std::size_t some = random.index(pending.size() + 1);
  for (std::size_t i = 0; i < pending.size(); ++i) {
    if (loss == Loss::nothing || (loss == Loss::all_after_some && i < some)) {
      apply_whole(content, pending[i]);
    } else if (loss == Loss::any || (loss == Loss::all_after_some && i == some)) {
      if (const auto* piece = std::get_if<Piece>(&pending[i])) {
        apply_by_sector(content, *piece, random);
      } else if (random.chance(50)) {
        apply_whole(content, pending[i]);
      }
    }
  }
}

constexpr std::uint32_t bits(int first, int count) { return ((1U << count) - 1U) << first; }

}  // namespace

struct Disk::Node {
  Bytes seen;
  Bytes kept;
  std::vector<Change> pending;
  std::vector<Handle*> handles;
  std::vector<std::unique_ptr<std::uint8_t[]>> memory;
};

Disk::Disk(std::uint64_t seed) : random_(seed) {}
Disk::~Disk() = default;

void Disk::mix(std::uint64_t value) {
  trace_ = (trace_ ^ value) * 0x9E3779B97F4A7C15ULL;
  trace_ ^= trace_ >> 29;
}

void Disk::mix(const std::uint8_t* bytes, std::size_t count) {
  for (; count >= sizeof(std::uint64_t); bytes += sizeof(std::uint64_t), count -= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    mix(word);
  }
  for (; count > 0; ++bytes, --count) mix(*bytes);
}

void Disk::note(const std::string& text) {
  mix(text.size());
  mix(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::optional<Fault> Disk::enter(Call call, const std::string& name, std::int64_t first, std::int64_t second) {
  ++calls_;
  mix(static_cast<std::uint64_t>(call));
  // Directories differ from run to run.
  note(name.substr(name.find_last_of('/') + 1));
  mix(static_cast<std::uint64_t>(first));
  mix(static_cast<std::uint64_t>(second));
  const auto fault = faults_.next(call, random_);
  if (fault) mix(static_cast<std::uint64_t>(*fault) + 1);
  return fault;
}

bool Disk::ends_before(const std::optional<Fault>& fault) {
  if (fault == Fault::crash_before) off_ = true;
  return off_;
}

void Disk::ends_after(const std::optional<Fault>& fault) {
  if (fault == Fault::crash_within || fault == Fault::crash_after) off_ = true;
}

int Disk::open(const std::string& name, OpenMode mode, std::unique_ptr<Handle>& handle) {
  if (off_) return SQLITE_CANTOPEN;
  const auto fault = enter(Call::open, name, mode.create, mode.is_journal);
  if (ends_before(fault) || fault == Fault::open_error) return SQLITE_CANTOPEN;
  std::shared_ptr<Node> node;
  if (const auto known = names_.find(name); known != names_.end()) {
    node = known->second;
  } else if (!mode.create && !name.empty()) {
    return SQLITE_CANTOPEN;
  } else {
    node = std::make_shared<Node>();
    if (!name.empty()) {
      names_[name] = node;
      changed_names_.emplace_back(name, node);
    }
  }
  ends_after(fault);
  if (off_) return SQLITE_CANTOPEN;
  handle = std::make_unique<Handle>(*this, name, node, mode.is_journal && mode.create,
                                    mode.remove_at_close && !name.empty());
  return SQLITE_OK;
}

int Disk::remove(const std::string& name, bool sync) {
  if (off_) return SQLITE_IOERR_DELETE;
  const auto fault = enter(Call::remove, name, sync, 0);
  if (ends_before(fault) || fault == Fault::remove_error) return SQLITE_IOERR_DELETE;
  if (names_.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  changed_names_.emplace_back(name, nullptr);
  if (sync && fault != Fault::crash_within) sync_directory();
  ends_after(fault);
  return off_ ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

int Disk::exists(const std::string& name, bool& answer) {
  if (off_) return SQLITE_IOERR_ACCESS;
  const auto fault = enter(Call::exists, name, 0, 0);
  if (ends_before(fault) || fault == Fault::exists_error) return SQLITE_IOERR_ACCESS;
  const auto known = names_.find(name);
  answer = known != names_.end() && !known->second->seen.empty();
  ends_after(fault);
  return off_ ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

void Disk::require_closed() const {
  if (handles_ != 0) throw std::logic_error("files are open that belong to the life before");
}

void Disk::start_again() {
  require_closed();
  off_ = false;
}

void Disk::power_on() {
  require_closed();
  // Of each name the changes up to some point are kept; names do not wait for each other.
  std::set<std::string> lost;
  for (const auto& [name, node] : changed_names_) {
    if (lost.count(name) != 0) continue;
    if (random_.chance(50)) {
      lost.insert(name);
    } else if (node) {
      kept_names_[name] = node;
    } else {
      kept_names_.erase(name);
    }
  }
  names_ = kept_names_;
  changed_names_.clear();
  for (const auto& [name, node] : names_) {
    lose(node->kept, node->pending, random_);
    node->pending.clear();
    node->seen = node->kept;
    node->memory.clear();
    mix(node->kept.data(), node->kept.size());
  }
  off_ = false;
  forgotten_ = false;
}

void Disk::begin(std::uint64_t seed) {
  random_ = property::Random(seed);
  faults_ = FaultPlan();
  calls_ = 0;
  trace_ = seed;
}

void Disk::settle() {
  sync_directory();
  for (const auto& [name, node] : names_) {
    node->kept = node->seen;
    node->pending.clear();
  }
}

Disk::Image Disk::image() const {
  Image image;
  for (const auto& [name, node] : kept_names_) image[name] = node->kept;
  return image;
}

void Disk::restore(const Image& image) {
  require_closed();
  names_.clear();
  changed_names_.clear();
  for (const auto& [name, content] : image) {
    auto node = std::make_shared<Node>();
    node->seen = content;
    node->kept = content;
    names_[name] = std::move(node);
  }
  kept_names_ = names_;
  off_ = false;
  forgotten_ = false;
}

// ---- one open file ----

Disk::Handle::Handle(Disk& disk, std::string name, std::shared_ptr<Node> node, bool syncs_directory,
                     bool remove_at_close)
    : disk_(disk),
      name_(std::move(name)),
      node_(std::move(node)),
      syncs_directory_(syncs_directory),
      remove_at_close_(remove_at_close) {
  node_->handles.push_back(this);
  ++disk_.handles_;
}

Disk::Handle::~Handle() {
  unmap();
  std::erase(node_->handles, this);
  --disk_.handles_;
  if (remove_at_close_ && !disk_.off_) disk_.remove(name_, false);
}

int Disk::Handle::read(std::uint8_t* to, std::int64_t count, std::int64_t at) {
  if (disk_.off_) return SQLITE_IOERR_READ;
  const auto fault = disk_.enter(Call::read, name_, count, at);
  if (disk_.ends_before(fault) || fault == Fault::read_error) return SQLITE_IOERR_READ;
  const auto size = static_cast<std::int64_t>(node_->seen.size());
  std::int64_t there = std::clamp<std::int64_t>(size - at, 0, count);
  if (fault == Fault::short_read) there = disk_.random_.between(0, there);
  std::copy_n(node_->seen.begin() + std::min(at, size), there, to);
  if (fault == Fault::short_read) return SQLITE_IOERR_READ;
  disk_.ends_after(fault);
  if (disk_.off_) return SQLITE_IOERR_READ;
  if (there == count) return SQLITE_OK;
  std::fill(to + there, to + count, std::uint8_t{0});
  return SQLITE_IOERR_SHORT_READ;
}

int Disk::Handle::apply(const std::uint8_t* from, std::int64_t count, std::int64_t at) {
  if (count > 0) {
    put(node_->seen, at, from, static_cast<std::size_t>(count));
    node_->pending.emplace_back(Piece{at, Bytes(from, from + count)});
  }
  return SQLITE_OK;
}

int Disk::Handle::write(const std::uint8_t* from, std::int64_t count, std::int64_t at) {
  if (disk_.off_) return SQLITE_IOERR_WRITE;
  const auto fault = disk_.enter(Call::write, name_, count, at);
  disk_.mix(from, static_cast<std::size_t>(count));
  if (disk_.ends_before(fault) || fault == Fault::write_error) return SQLITE_IOERR_WRITE;
  if (fault == Fault::torn_write || fault == Fault::disk_full || fault == Fault::crash_within) {
    apply(from, disk_.random_.between(0, count), at);
    disk_.ends_after(fault);
    return fault == Fault::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }
  apply(from, count, at);
  disk_.ends_after(fault);
  return disk_.off_ ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int Disk::Handle::truncate(std::int64_t size) {
  if (disk_.off_) return SQLITE_IOERR_TRUNCATE;
  const auto fault = disk_.enter(Call::truncate, name_, size, 0);
  if (disk_.ends_before(fault) || fault == Fault::truncate_error) return SQLITE_IOERR_TRUNCATE;
  node_->seen.resize(static_cast<std::size_t>(size));
  node_->pending.emplace_back(Cut{size});
  disk_.ends_after(fault);
  return disk_.off_ ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int Disk::Handle::sync() {
  if (disk_.off_) return SQLITE_IOERR_FSYNC;
  const auto fault = disk_.enter(Call::sync, name_, 0, 0);
  if (disk_.ends_before(fault) || fault == Fault::sync_error) return SQLITE_IOERR_FSYNC;
  if (fault == Fault::sync_forgets) {
    lose(node_->kept, node_->pending, disk_.random_);
    node_->pending.clear();
    disk_.forgotten_ = true;
    return SQLITE_IOERR_FSYNC;
  }
  if (fault == Fault::crash_within) {
    disk_.off_ = true;
    return SQLITE_IOERR_FSYNC;
  }
  for (const Change& change : node_->pending) apply_whole(node_->kept, change);
  node_->pending.clear();
  if (std::exchange(syncs_directory_, false)) disk_.sync_directory();
  disk_.ends_after(fault);
  return disk_.off_ ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int Disk::Handle::size(std::int64_t& size) {
  if (disk_.off_) return SQLITE_IOERR_FSTAT;
  const auto fault = disk_.enter(Call::size, name_, 0, 0);
  if (disk_.ends_before(fault) || fault == Fault::size_error) return SQLITE_IOERR_FSTAT;
  size = static_cast<std::int64_t>(node_->seen.size());
  disk_.ends_after(fault);
  return disk_.off_ ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

int Disk::Handle::lock(int level) {
  if (disk_.off_) return SQLITE_IOERR_LOCK;
  if (level <= level_) return SQLITE_OK;
  const auto fault = disk_.enter(Call::lock, name_, level, 0);
  if (disk_.ends_before(fault) || fault == Fault::lock_error) return SQLITE_IOERR_LOCK;
  int highest = SQLITE_LOCK_NONE;
  for (const Handle* other : node_->handles) {
    if (other != this) highest = std::max(highest, other->level_);
  }
  if (level == SQLITE_LOCK_SHARED ? highest >= SQLITE_LOCK_PENDING : highest >= SQLITE_LOCK_RESERVED) {
    return SQLITE_BUSY;
  }
  const bool must_wait = level == SQLITE_LOCK_EXCLUSIVE && highest >= SQLITE_LOCK_SHARED;
  level_ = must_wait ? SQLITE_LOCK_PENDING : level;
  disk_.ends_after(fault);
  if (disk_.off_) return SQLITE_IOERR_LOCK;
  return must_wait ? SQLITE_BUSY : SQLITE_OK;
}

int Disk::Handle::unlock(int level) {
  level_ = std::min(level_, level);
  return SQLITE_OK;
}

bool Disk::Handle::is_reserved() const {
  return std::any_of(node_->handles.begin(), node_->handles.end(),
                     [](const Handle* each) { return each->level_ >= SQLITE_LOCK_RESERVED; });
}

int Disk::Handle::map(int region, int size, bool make, volatile void** memory) {
  *memory = nullptr;
  if (disk_.off_) return SQLITE_IOERR_SHMMAP;
  const auto fault = disk_.enter(Call::map, name_, region, make);
  if (disk_.ends_before(fault) || fault == Fault::map_error) return SQLITE_IOERR_SHMMAP;
  disk_.ends_after(fault);
  if (disk_.off_) return SQLITE_IOERR_SHMMAP;
  mapped_ = true;
  const auto at = static_cast<std::size_t>(region);
  while (make && node_->memory.size() <= at) {
    node_->memory.push_back(std::make_unique<std::uint8_t[]>(static_cast<std::size_t>(size)));
  }
  if (at < node_->memory.size()) *memory = node_->memory[at].get();
  return SQLITE_OK;
}

int Disk::Handle::lock_memory(int first, int count, bool exclusive) {
  if (disk_.off_) return SQLITE_IOERR_SHMLOCK;
  const auto fault = disk_.enter(Call::lock, name_, first, count + (exclusive ? 100 : 0));
  if (disk_.ends_before(fault) || fault == Fault::lock_error) return SQLITE_IOERR_SHMLOCK;
  const std::uint32_t wanted = bits(first, count);
  for (const Handle* other : node_->handles) {
    if (other == this) continue;
    if ((other->exclusive_ & wanted) != 0 || (exclusive && (other->shared_ & wanted) != 0)) return SQLITE_BUSY;
  }
  (exclusive ? exclusive_ : shared_) |= wanted;
  disk_.ends_after(fault);
  return disk_.off_ ? SQLITE_IOERR_SHMLOCK : SQLITE_OK;
}

void Disk::Handle::unlock_memory(int first, int count) {
  shared_ &= ~bits(first, count);
  exclusive_ &= ~bits(first, count);
}

void Disk::Handle::unmap() {
  shared_ = 0;
  exclusive_ = 0;
  mapped_ = false;
  const bool any =
      std::any_of(node_->handles.begin(), node_->handles.end(), [](const Handle* each) { return each->mapped_; });
  if (!any) node_->memory.clear();
}

}  // namespace wildclaims::simulation
