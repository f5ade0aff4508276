#include "tests/simulation/surroundings.h"

#include <sodium.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace wildclaims::simulation {
namespace {

std::atomic<std::int64_t>& clock_seconds() {
  static std::atomic<std::int64_t> seconds{0};
  return seconds;
}

std::atomic<std::uint64_t>& random_state() {
  static std::atomic<std::uint64_t> state{1};
  return state;
}

// SplitMix64.
std::uint32_t next_random() {
  std::uint64_t z = random_state().fetch_add(0x9E3779B97F4A7C15ULL) + 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<std::uint32_t>(z >> 32);
}

void fill_random(void* to, const std::size_t size) {
  auto* bytes = static_cast<std::uint8_t*>(to);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(next_random());
}

const char* name_random() { return "simulation"; }

// What the thread says when it is about to wait.
thread_local std::atomic<bool>* about_to_wait = nullptr;

}  // namespace

void announce(std::atomic<bool>& here) {
  here.store(true);
  here.notify_all();
}

void announce_waiting() {
  if (about_to_wait != nullptr) announce(*about_to_wait);
}

void set_system_seconds(std::int64_t seconds) { clock_seconds().store(seconds); }
std::int64_t system_seconds() { return clock_seconds().load(); }

void seed_random_numbers(std::uint64_t seed) {
  static randombytes_implementation implementation = {name_random, next_random, nullptr, nullptr, fill_random, nullptr};
  random_state().store(seed);
  if (randombytes_set_implementation(&implementation) != 0 || sodium_init() < 0) {
    throw std::runtime_error("libsodium does not take its random numbers from here");
  }
}

void queue_in_order(const std::vector<std::function<void()>>& works, const std::function<void()>& queued) {
  std::vector<std::thread> threads;
  std::vector<std::unique_ptr<std::atomic<bool>>> waiting;
  for (const std::function<void()>& work : works) {
    waiting.push_back(std::make_unique<std::atomic<bool>>(false));
    std::atomic<bool>& here = *waiting.back();
    threads.emplace_back([&work, &here] {
      about_to_wait = &here;
      work();
      announce(here);
    });
    here.wait(false);
  }
  queued();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace wildclaims::simulation

// ---- what the linker puts in the place of the library's ----

std::chrono::system_clock::time_point simulated_now() asm("__wrap__ZNSt6chrono3_V212system_clock3nowEv");
void really_wait(std::condition_variable* condition, std::unique_lock<std::mutex>& lock) asm(
    "__real__ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE");
void announced_wait(std::condition_variable* condition, std::unique_lock<std::mutex>& lock) asm(
    "__wrap__ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE");

std::chrono::system_clock::time_point simulated_now() {
  return std::chrono::system_clock::time_point(std::chrono::seconds(wildclaims::simulation::system_seconds()));
}

void announced_wait(std::condition_variable* condition, std::unique_lock<std::mutex>& lock) {
  wildclaims::simulation::announce_waiting();
  really_wait(condition, lock);
}
