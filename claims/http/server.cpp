#include "claims/http/server.h"

#include <exception>
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
        workers_(options.limits.workers, options.limits.queue, [this](GateJob& job) { work(job); }),
        gate_(std::move(listener), application, options.limits, options.on_answer,
              [this](GateJob& job) { return workers_.submit(job); }),
        thread_([this] { gate_.run(); }) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    gate_.stop();
    thread_.join();
    workers_.stop();
  }

  const Listener& listener() const { return gate_.listener(); }

 private:
  void work(GateJob& job) {
    const Response response = response_to(job.request);
    if (gate_.stop_wanted()) job.exchange.keep_alive = false;
    gate_.give_back(job.link, send_answer(*job.connection, job.exchange, response, on_answer_));
  }

  Response response_to(const Request& request) {
    try {
      return application_.answer(request);
    } catch (const std::exception& failure) {
      if (on_failure_) on_failure_(request.id, failure.what());
    } catch (...) {
      if (on_failure_) on_failure_(request.id, "unknown exception");
    }
    return to_response(problem(ProblemCode::internal_error), request.id);
  }

  Application& application_;
  const AnswerLog on_answer_;
  const FailureLog on_failure_;
  WorkerPool<GateJob> workers_;
  Gate gate_;
  std::thread thread_;
};

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
