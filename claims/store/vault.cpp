#include "claims/store/vault.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

constexpr const char* kKeyContext = "wclaims1";  // libsodium wants exactly eight bytes

enum Subkey : std::uint64_t { kEncryption = 1, kLookup = 2, kRequest = 3, kSlip = 4 };

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// An open file descriptor, closed at the end of its scope.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

[[noreturn]] void refuse(const std::string& key_file, const std::string& why) {
  throw DatabaseRefused("key file " + key_file + ": " + why);
}

template <std::size_t Size>
void create_key(const std::string& key_file, std::array<std::uint8_t, Size>& key) {
  const File file(::open(key_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) refuse(key_file, std::strerror(errno));
  randombytes_buf(key.data(), key.size());
  const auto written = ::write(file.get(), key.data(), key.size());
  if (written != static_cast<ssize_t>(key.size()) || ::fsync(file.get()) != 0) refuse(key_file, "cannot be written");
}

template <std::size_t Size>
void read_key(const std::string& key_file, int descriptor, std::array<std::uint8_t, Size>& key) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) refuse(key_file, std::strerror(errno));
  if ((facts.st_mode & 077U) != 0) refuse(key_file, "others can read it; run: chmod 600 on it");
  std::array<std::uint8_t, Size + 1> content{};
  const auto count = ::read(descriptor, content.data(), content.size());
  if (count != static_cast<ssize_t>(Size)) refuse(key_file, "is not a key of 32 bytes; restore it from your backup");
  std::copy(content.begin(), content.begin() + Size, key.begin());
}

std::array<std::uint8_t, 32> derive(const std::array<std::uint8_t, 32>& master, Subkey which) {
  std::array<std::uint8_t, 32> key{};
  crypto_kdf_derive_from_key(key.data(), key.size(), which, kKeyContext, master.data());
  return key;
}

// Keyed hash of several parts, each preceded by its length so that no two lists of parts look alike.
rules::Digest keyed_hash(const std::array<std::uint8_t, 32>& key, std::string_view first, std::string_view second) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), sizeof(rules::Digest::bytes));
  for (std::string_view part : {first, second}) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, raw(part), part.size());
  }
  rules::Digest digest;
  crypto_generichash_final(&state, digest.bytes.data(), digest.bytes.size());
  return digest;
}

}  // namespace

void draw_random_inside() { randombytes_set_implementation(&randombytes_internal_implementation); }

Vault Vault::open(const std::string& key_file, bool may_create) {
  if (sodium_init() < 0) throw DatabaseRefused("the system's random source is not available");
  Key master{};
  const File file(::open(key_file.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.is_open()) {
    read_key(key_file, file.get(), master);
  } else if (errno == ENOENT && may_create) {
    create_key(key_file, master);
  } else {
    refuse(key_file, errno == ENOENT ? "is missing; restore it from your backup" : std::strerror(errno));
  }
  Vault vault(master);
  sodium_memzero(master.data(), master.size());
  return vault;
}

Vault::Vault(const Key& master)
    : encryption_(derive(master, kEncryption)),
      lookup_(derive(master, kLookup)),
      request_(derive(master, kRequest)),
      slip_(derive(master, kSlip)) {}

Bytes Vault::encrypt(std::string_view text, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  Bytes cipher(kNonce + text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  randombytes_buf(cipher.data(), kNonce);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(cipher.data() + kNonce, &length, raw(text), text.size(), raw(context),
                                             context.size(), nullptr, cipher.data(), encryption_.data());
  cipher.resize(kNonce + static_cast<std::size_t>(length));
  return cipher;
}

std::optional<std::string> Vault::decrypt(const Bytes& cipher, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (cipher.size() < kNonce + kTag) return std::nullopt;
  std::string text(cipher.size() - kNonce - kTag, '\0');
  unsigned long long length = 0;
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(text.data()), &length, nullptr, cipher.data() + kNonce, cipher.size() - kNonce,
      raw(context), context.size(), cipher.data(), encryption_.data());
  if (failed != 0) return std::nullopt;
  return text;
}

rules::Digest Vault::lookup(std::string_view kind, std::string_view value) const {
  return keyed_hash(lookup_, kind, value);
}

rules::Digest Vault::request_hash(std::string_view route, std::string_view body) const {
  return keyed_hash(request_, route, body);
}

std::string Vault::slip_code(std::string_view claim_number) const {
  const rules::Digest digest = keyed_hash(slip_, "slip", claim_number);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | digest.bytes[i];
  std::string code(8, '0');
  for (char& digit : code) {
    digit = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return code;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace wildclaims::store
