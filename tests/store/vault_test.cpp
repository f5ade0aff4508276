#include "claims/store/vault.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "claims/store/failure.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store {

TEST_CASE("What the vault encrypts only the same key and context open") {
  const tests::TemporaryDirectory directory;
  const Vault vault = Vault::open(directory.file("a.key"), true);
  const Vault other = Vault::open(directory.file("b.key"), true);
  const Bytes cipher = vault.encrypt("13000000012", "phone/7");
  CHECK(vault.decrypt(cipher, "phone/7") == "13000000012");
  CHECK_FALSE(vault.decrypt(cipher, "phone/8"));
  CHECK_FALSE(other.decrypt(cipher, "phone/7"));
  for (std::size_t at = 0; at < cipher.size(); ++at) {
    CAPTURE(at);
    Bytes changed = cipher;
    changed[at] ^= 1;
    CHECK_FALSE(vault.decrypt(changed, "phone/7"));
  }
  CHECK_FALSE(vault.decrypt({}, "phone/7"));
  CHECK(vault.encrypt("13000000012", "phone/7") != cipher);
}

TEST_CASE("Equal values have equal lookups under one key and kind only") {
  const tests::TemporaryDirectory directory;
  const Vault vault = Vault::open(directory.file("a.key"), true);
  const Vault again = Vault::open(directory.file("a.key"), false);
  const Vault other = Vault::open(directory.file("b.key"), true);
  CHECK(vault.lookup("phone", "1") == again.lookup("phone", "1"));
  CHECK(vault.lookup("phone", "1") != vault.lookup("account", "1"));
  CHECK(vault.lookup("phone", "1") != other.lookup("phone", "1"));
  CHECK(vault.lookup("phone1", "2") != vault.lookup("phone", "12"));
}

TEST_CASE("A slip code is eight digits, the same every time, another for every claim") {
  const tests::TemporaryDirectory directory;
  const Vault vault = Vault::open(directory.file("a.key"), true);
  std::set<std::string> codes;
  for (int i = 0; i < 1000; ++i) {
    const std::string number = "PL-2025-" + std::to_string(i);
    const std::string code = vault.slip_code(number);
    CHECK(code.size() == 8);
    CHECK(code.find_first_not_of("0123456789") == std::string::npos);
    CHECK(vault.slip_code(number) == code);
    codes.insert(code);
  }
  CHECK(codes.size() > 990);
}

TEST_CASE("A key file that is missing, short, or readable by others is refused") {
  const tests::TemporaryDirectory directory;
  CHECK_THROWS_AS(Vault::open(directory.file("none.key"), false), DatabaseRefused);
  std::ofstream(directory.file("short.key")) << "0123456789";
  std::filesystem::permissions(directory.file("short.key"), std::filesystem::perms::owner_read);
  CHECK_THROWS_AS(Vault::open(directory.file("short.key"), true), DatabaseRefused);
  static_cast<void>(Vault::open(directory.file("a.key"), true));
  ::chmod(directory.file("a.key").c_str(), 0644);
  CHECK_THROWS_AS(Vault::open(directory.file("a.key"), true), DatabaseRefused);
}

}  // namespace wildclaims::store
