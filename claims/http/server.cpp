#include "claims/http/server.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "claims/http/gate.h"
#include "claims/http/problem_document.h"
#include "claims/http/worker_pool.h"

namespace wildclaims::http {

class Server::State {
 public:
  State(Listener listener, Application& application, const ServerOptions& options)
      : application_(application),
        on_answer_(options.on_answer),
        on_failure_(options.on_failure),
        workers_(options.limits.workers, options.limits.queue, [](Working& job) { work(job); }),
        quick_workers_(options.limits.quick_workers, options.limits.queue, [](Working& job) { work(job); }),
        gate_(std::move(listener), application, options.limits, options.on_answer,
              [this](GateJob& job) { return submit(job); }),
        thread_([this] { gate_.run(); }) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    gate_.stop();
    thread_.join();
    workers_.stop();
    // What the application keeps for later comes back to be answered, though its client may have been given up.
    {
      std::unique_lock lock(mutex_);
      all_answered_.wait(lock, [this] { return in_hand_ == 0; });
    }
    quick_workers_.stop();
  }

  const Listener& listener() const { return gate_.listener(); }

 private:
  class Job;
  using Working = std::unique_ptr<Job>;

  bool submit(GateJob& job);
  static void work(Working& job);

  Application& application_;
  const AnswerLog on_answer_;
  const FailureLog on_failure_;
  std::mutex mutex_;
  std::condition_variable all_answered_;
  std::size_t in_hand_ = 0;
  WorkerPool<Working> workers_;
  WorkerPool<Working> quick_workers_;
  Gate gate_;
  std::thread thread_;
};

class Server::State::Job final : public InHand {
 public:
  Job(State& server, GateJob job) : server_(server), job_(std::move(job)) {
    const std::lock_guard lock(server_.mutex_);
    ++server_.in_hand_;
  }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() override {
    if (!answered_ && !given_up_) answer(to_response(problem(ProblemCode::internal_error), request().id));
    const std::lock_guard lock(server_.mutex_);
    if (--server_.in_hand_ == 0) server_.all_answered_.notify_all();
  }

  const Request& request() const override { return job_.request; }

  void answer(const Response& response) override {
    answered_ = true;
    if (server_.gate_.stop_wanted()) job_.exchange.keep_alive = false;
    server_.gate_.give_back(job_.link, send_answer(*job_.connection, job_.exchange, response, server_.on_answer_));
  }

  void answer_by(std::unique_ptr<InHand> self, std::function<Response()> make) override {
    make_ = std::move(make);
    static_cast<void>(self.release());
    server_.quick_workers_.finish(Working(this));
  }

  // The gate answers it.
  void give_up() { given_up_ = true; }

  static void go_on(Working working) {
    Job& job = *working;
    State& server = job.server_;
    const std::string id = job.request().id;
    std::unique_ptr<InHand> held = std::move(working);
    try {
      if (const auto make = std::exchange(job.make_, nullptr)) return job.answer(make());
      server.application_.answer(std::move(held));
    } catch (const std::exception& failure) {
      if (server.on_failure_) server.on_failure_(id, failure.what());
    } catch (...) {
      if (server.on_failure_) server.on_failure_(id, "unknown exception");
    }
  }

 private:
  State& server_;
  GateJob job_;
  std::function<Response()> make_;
  bool answered_ = false;
  bool given_up_ = false;
};

bool Server::State::submit(GateJob& job) {
  const bool quick = job.lane == Lane::never_waits;
  auto working = std::make_unique<Job>(*this, std::move(job));
  if ((quick ? quick_workers_ : workers_).submit(working)) return true;
  working->give_up();
  return false;
}

void Server::State::work(Working& job) { Job::go_on(std::move(job)); }

std::variant<std::unique_ptr<Server>, rules::Bilingual> Server::start(Application& application,
                                                                      const ServerOptions& options) {
  auto opened = Listener::open(options.address, options.port, options.limits.backlog);
  if (auto* why_not = std::get_if<rules::Bilingual>(&opened)) return std::move(*why_not);
  auto state = std::make_unique<State>(std::move(std::get<Listener>(opened)), application, options);
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return state_->listener().port(); }
std::string Server::address() const { return state_->listener().address(); }
void Server::stop() { state_->stop(); }

}  // namespace wildclaims::http
